### Слова, которые везде одни и те же: кнопки, сроки сведений, запасные ответы, команды.
### Кнопка не длиннее 28 знаков. Одна и та же кнопка — одни и те же слова во всех экранах.

## Кнопки внизу каждого экрана

common-back = Назад
common-home = В начало
common-human = Нужен человек
common-worse = Стало хуже

## Кнопки шагов

common-next = Показать следующий шаг
common-done = Готово
common-failed = Не получилось
common-later = Сделаю позже
common-skip = Пропустить
common-unknown = Не знаю
common-yes = Да
common-no = Нет
common-more = Показать ещё
common-cancel = Отменить
common-edit = Исправить ответ
common-copy_phrase = Скопировать по-английски
common-copy_number = Скопировать номер
common-card_back = Вернуться к шагу
common-outdated = Это устарело
common-share_phone = Отправить мой номер

## Откуда сведения и какого они дня. $day — день самого старого факта на экране.

common-source = источник
common-sources = источники:
common-footer_reviewed = Проверено { DATE($day) }
common-footer_as_of = По данным на { MONTH($day) }
common-caution_volatile = Это могло измениться. Сверьте на официальной странице.
common-caution_volatile_linkless = Это могло измениться. Уточните у волонтёра.
common-caution_overdue_linkless = Это давно не сверяли. Уточните у волонтёра.
common-caution_overdue = Это давно не сверяли. Сверьте на официальной странице.
common-warning_expired =
    Эти сведения старые, мы их перепроверяем. Не решайте по ним одним.

    Сначала спросите: кнопка «{ common-human }».
# Тем, кто в России: стоит на экране, с которого убраны ссылки.
common-no_links = 🔒 Ссылок вам не шлю. Сайт пусть откроет тот, кто в США, или волонтёр.
# Стоит вместо строки с устаревшим телефоном, сроком или суммой; за ней — ссылка на официальную страницу.
common-fact_expired = Здесь были старые сведения, мы их перепроверяем. Спросите человека или откройте:

## Когда что-то сломалось у нас

common-fallback =
    Этот текст сейчас не открылся. Это наша ошибка, не ваша. Мы о ней уже знаем.

    Всё, что вы ответили, сохранено. Напишите сюда своими словами или нажмите /human — ответит человек.
    .label = Открыть
common-error =
    Не получилось. Это наша ошибка, не ваша. Ваши ответы сохранены.

    Попробуйте ещё раз. Не выходит — нажмите «{ common-human }».
common-unreadable = Это сообщение я прочитать не смог. Напишите его словами.
common-too_long = Это слишком длинно. Разделите на две части и пришлите снова.
common-too_fast = Сообщений очень много. Я ничего не потерял. Отвечу по порядку.
common-not_yours = Эта кнопка не для вас.

## Кнопки, нажатые поздно, и ответы не на тот вопрос

common-old_button = Эта кнопка от старого сообщения. Вот шаг, на котором вы сейчас.
common-already = Уже принято.
common-updated = Мы обновили этот шаг. Ваши ответы сохранены.
common-saved = Записал.
common-kept =
    Записал. Когда заявка будет у волонтёра, он это увидит.

    А мы продолжим.
common-go_on = А мы продолжим.
common-kept_other =
    Записал. Об этом есть отдельные шаги: самая нижняя кнопка.

    А пока продолжим.
common-old_menu = Эта кнопка от старого разговора. Начнём отсюда.
common-resume = Продолжить
common-continue = Продолжить
common-no_reminders = Не напоминать
common-reminders_off = Больше не напомню. Всё сохранено, вернуться можно в любой день.
common-maybe_repeat = (возможно, повтор)
common-removed = Это сообщение убрано.
common-not_understood = Не получилось прочитать. Можно пропустить или позвать человека.
common-stopped = Можно остановиться. Всё сохранено. Вернётесь — продолжим с этого места.

## Прямая помощь. $phone — телефон дежурного из настроек.

common-phone = 📞 { $phone }
common-emergency = Если есть угроза жизни, звоните 911. Скажите: Russian, please.

## Команды меню Telegram. Ничего о деле: телефон может быть в чужих руках.

common-command_start = Начать сначала
common-command_human = Позвать человека
common-command_mine = Мои заявки и даты
common-command_data = Мои данные
common-command_erase = Стереть переписку

## Часовые пояса: «15:00 по Финиксу»

zone-utc = по Гринвичу
zone-america_new_york = по Нью-Йорку
zone-america_detroit = по Детройту
zone-america_chicago = по Чикаго
zone-america_denver = по Денверу
zone-america_phoenix = по Финиксу
zone-america_los_angeles = по Лос-Анджелесу
zone-america_anchorage = по Анкориджу
zone-pacific_honolulu = по Гонолулу
zone-europe_moscow = по Москве
