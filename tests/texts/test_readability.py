"""The measure of readability agrees with the one the model screens were written by."""

import pytest

from bot.core.readability import read, syllables

# Texts of model screens, with words, words a sentence, the longest sentence and FRE as measured then.
SCREENS = [
    (
        "Здравствуйте. Я бот-помощник. Помогаю тем, чьих близких задержала ICE, и тем, "
        "кому надо отмечаться.\n\n"
        "Это бесплатно. За мной — волонтёры. Мы не адвокаты.\n\nЧто случилось?",
        23, 3.3, 10, 69,
    ),
    (
        "Мне жаль. Сейчас сделаем главное, по шагам.\n\n1. Если близкий позвонит, скажите: <b>ничего не "
        "подписывай без адвоката.</b>\n2. Не сбрасывайте незнакомые номера. Первым говорит робот.\n"
        "3. Ответьте мне на 3 вопроса. Это одна минута.",
        30, 3.8, 5, 60,
    ),
    (
        "Есть А-номер? Это 9 цифр. Если 8, впереди ноль. Номер есть на всех бумагах от ICE и суда.\n\n"
        "Посмотрите фото в телефоне: там бывает снимок бумаги с границы.",
        25, 4.2, 8, 84,
    ),
    (
        "Вы сейчас в России? Тогда коротко.\n\nНе звоните в консульство и не пишите в СМИ, пока мы не "
        "поговорим. Не пишите о нас в соцсетях. После разговора удалите этот чат.",
        30, 6.0, 13, 83,
    ),
    (
        "Голосовые я не слушаю. Их послушает волонтёр, когда возьмёт заявку.\n\n"
        "А сейчас нажмите, что случилось.",
        15, 5.0, 6, 60,
    ),
    (
        "Это тяжёлая новость. Спасибо, что написали.\n\nСейчас важны три дела: кто встретит, какой адвокат "
        "ждёт звонка, чист ли телефон.",
        19, 4.8, 9, 77,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "average", "longest", "fre"), SCREENS)
def test_a_model_screen_measures_as_it_did(
    text: str, words: int, average: float, longest: int, fre: int
) -> None:
    reading = read(text)
    assert reading.words == words
    assert round(reading.words / len(reading.sentences), 1) == average
    assert reading.longest == longest
    assert abs(reading.fre - fre) <= 1


def test_officialese_is_unreadable() -> None:
    assert read("Осуществляется перевод задержанного лица в соответствии с распоряжением.").fre < 0


def test_forms_numbers_links_and_tags_do_not_count() -> None:
    bare = read("Заполните форму. Отправьте почтой.")
    full = read(
        "<b>Заполните</b> форму I-246, EOIR-26A. Отправьте USCIS почтой, 15:00, https://www.ice.gov/x."
    )
    assert (full.words, full.syllables, full.longest) == (bare.words, bare.syllables, bare.longest)


@pytest.mark.parametrize("end", ["I-246.", "15:00.", "https://www.ice.gov/x.", "$155."])
def test_what_does_not_count_still_ends_its_sentence(end: str) -> None:
    assert len(read(f"Принесите форму {end} Потом ждите.").sentences) == 2


def test_a_time_or_a_fraction_does_not_end_a_sentence() -> None:
    assert len(read("Звоните с 8:00 до 20:00 или позже 21.30, в любой день.").sentences) == 1


def test_a_line_of_a_list_is_a_sentence() -> None:
    assert len(read("1. Паспорт\n2. Решение суда\n3. Контракт").sentences) == 3


@pytest.mark.parametrize(("word", "count"), [("адвокат", 3), ("в", 1), ("ё", 1), ("А-номер", 3), ("ICE", 1)])
def test_syllables_are_vowels_and_at_least_one(word: str, count: int) -> None:
    assert syllables(word) == count


def test_nothing_to_read_reads_easily() -> None:
    assert read("I-246 · $155").fre == 100
