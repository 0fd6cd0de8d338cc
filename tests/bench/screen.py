"""The screen that both bots show on a press."""

WORDS = "<b>Где человек сейчас?</b>\n\nЕсли не знаете, нажмите «Не знаю»: мы поищем вместе."
LABELS = [
    ("На приёме в ICE", "f|abcdef|12345678|checkin"),
    ("На дороге", "f|abcdef|12345678|road"),
    ("Не знаю", "f|abcdef|12345678|unknown"),
]
