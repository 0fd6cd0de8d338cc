### Страницы для проверки: их читают юристы и ведущие дел, не семьи. В боте этих слов нет.

## Вся страница

review-brand = Рядом · на проверку
review-skip = Сразу к экранам
review-all_flows = Все сценарии
review-made = Составлено { DATE($day) }
review-title = Все экраны бота «Рядом»
review-page_title = { $title } — экраны бота «Рядом»
review-lead =
    Здесь всё, что бот говорит семьям: каждый экран, каждая кнопка, и факты, на которых это стоит. Где ошибка, что устарело? Пришлите нам название сценария и номер экрана или факта. Или пометьте на бумаге: при печати под каждым экраном есть место.

## Список сценариев

review-other_flows = Открываются с других экранов
review-column_flow = Сценарий
review-column_screens = Экранов
review-column_read = Слова проверены
review-column_facts = Фактов
review-column_unreviewed = Не сверяли
review-column_stale = Просрочено
review-column_fre = Читаемость
review-column_lowest = Худшая
review-tile_flows =
    { $count ->
        [one] сценарий
        [few] сценария
        [many] сценариев
       *[other] сценария
    }
review-tile_screens =
    { $count ->
        [one] экран
        [few] экрана
        [many] экранов
       *[other] экрана
    }
review-tile_read = слова проверены
review-tile_changed = текст изменён после проверки
review-tile_facts =
    { $count ->
        [one] факт
        [few] факта
        [many] фактов
       *[other] факта
    }
review-tile_unreviewed = ещё не сверяли
review-tile_stale = просрочено
review-tile_fre = средняя читаемость
review-tile_lowest = худшая читаемость
review-screens =
    { $count ->
        [one] { $count } экран
        [few] { $count } экрана
        [many] { $count } экранов
       *[other] { $count } экрана
    }

## Что значат слова

review-terms = Что значат слова
review-term_fact = Факт
    .is = Правило, срок, телефон или сумма, с источником и датой. Хранится один раз, под своим номером. Исправили — изменится на всех экранах.
review-term_read = Слова проверены
    .is = Столько экранов юрист или ведущий дел прочитал и отметил это у нас. Изменят слова потом — здесь будет «текст изменён после проверки».
review-term_unreviewed = Не сверяли
    .is = Взято из источника, но человек ещё не сравнил с официальной страницей. Семья видит дату источника.
review-term_stale = Просрочено
    .is = Сверяли слишком давно. Сначала семья видит предупреждение. Потом значение исчезает, вместо него — ссылка на официальную страницу.
review-term_fre = Читаемость
    .is = Формула Флеша для русского языка. Чем больше, тем легче. Для шагов нужно { NUMBER($steps) } и больше, для памяток { NUMBER($cards) }.
review-term_number = Число на кнопке
    .is = Число на кнопке — номер экрана, который откроется. Знак ↗ — другой сценарий или сайт.
review-term_name = Английское слово у факта
    .is = Имя значения: «phone» — телефон, «days» — дни. Семья его не видит. По нему мы найдём, что исправить.
review-term_level = Срочность
    .is = P0 — человек нужен сейчас, P1 — за часы, P2 — за сутки, P3 — за несколько дней, P4 — не срочно.

## Сценарий

review-id = в файлах: { $id }
review-status_live = показывается людям
review-status_draft = черновик
review-opens = При входе
review-opens_case = сразу заводится заявка
review-opens_signal = дежурный получает сигнал ещё до первого вопроса
review-called_by = Часть сценария
review-door_from = Кнопка ведёт сюда из
review-priority = Срочность
review-always = всегда
review-level_P0 = сейчас
review-level_P1 = часы
review-level_P2 = сутки
review-level_P3 = дни
review-level_P4 = не срочно
review-nudge_name = Если человек остановился
review-nudge = через { $after } бот напишет: «{ $words }»
review-keep = Ответы хранятся
review-span_days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }
review-span_hours =
    { $count ->
        [one] { $count } час
        [few] { $count } часа
        [many] { $count } часов
       *[other] { $count } часа
    }

## Карта

review-map = Карта
review-map_of = Карта сценария: { $title }
review-kind_say = Совет
review-kind_task = Действие
review-kind_board = Несколько дел
review-kind_call = Другой сценарий
review-kind_away = Переход ↗
review-kind_end = Конец
review-kind_choice = Вопрос
review-kind_multi = Отметить
review-kind_checklist = Список
review-kind_date = Дата
review-kind_time = Время
review-kind_phone = Телефон
review-kind_a_number = А-номер
review-kind_us_state = Штат
review-kind_name = Имя
review-kind_text = Своими словами
review-look_ask = вопрос
review-look_say = совет
review-look_task = действие
review-look_board = несколько дел
review-look_call = другой сценарий
review-look_info = конец: сведения
review-look_checklist = конец: шаги пройдены
review-look_handoff = конец: дело у волонтёров

## Куда ведёт

review-buttons = Кнопки
review-to_screen = ведёт на экран
review-ways = Куда ведёт
review-otherwise = иначе
review-and = и
review-or = или
review-not = не так: { $what }
review-is_night = ночь в Нью-Йорке
review-is_weekend = выходной
review-when_among = { $step }: { $answers }
review-when_within = { $step }: от сегодня не дальше, чем { $days } дн.
review-when_before = { $step }: раньше, чем { $day }
review-when_after = { $step }: позже, чем { $day }
review-when_at_least = { $step }: отмечено { $count } или больше
review-when_given = { $step }: есть ответ
review-when_not_given = { $step }: ответа нет
review-day_today = сегодня
review-day_past = { $days } дн. назад
review-day_ahead = через { $days } дн.
review-day_on = { DATE($day) }
review-ended_info = конец без волонтёров
review-ended_checklist = шаги пройдены
review-ended_handoff = позвали волонтёров
review-called = Здесь начинается другой сценарий:
review-nameless_end = Возврат
review-back_to = Если этот сценарий был частью другого, здесь человек возвращается туда:

## Что открывается

review-opens_card = памятка
review-opens_phrase = фраза
review-opens_track = карточка

## Ответы словами

review-samples = Если напишут словами
review-help = После трёх непонятных ответов бот добавит:
review-kept = Принято как есть.
review-no_answer = Принято как «нет ответа».
review-samples_date = 24 ноября | вчера | 12/05 | не помню точно
review-samples_time = 9:30 | 9 утра | днём
review-samples_phone = (212) 555-0123 | 8 912 345-67-89 | не знаю
review-samples_a_number = A 123 456 789 | 123-456 | MSC2190012345
review-samples_us_state = Техас | TX | Луизана
review-samples_name = Иванов Иван | 12345
review-samples_text = забрали утром, он диабетик

## Что бот делает сам

review-deeds = Что бот делает сам
review-do_handoff = Передаёт дело волонтёрам.
review-do_signal = Сразу зовёт дежурного.
review-do_alarm = Поднимает тревогу у дежурных.
review-do_remind = Ставит напоминание.
review-do_whereabouts = Спрашивает, не в России ли человек.
review-outcome_info = Это конец: человек получил сведения, волонтёров не звали.
review-outcome_checklist = Это конец: человек прошёл шаги.
review-outcome_handoff = Это конец: дело ведут волонтёры.
review-reminds =
    { $count ->
        [one] Напомнит один раз, через { $when }:
        [few] Напомнит { $count } раза, через { $when }:
        [many] Напомнит { $count } раз, через { $when }:
       *[other] Напомнит { $count } раза, через { $when }:
    }
review-reminds_task =
    { $count ->
        [one] Если отложили, напомнит один раз, через { $when }:
        [few] Если отложили, напомнит { $count } раза, через { $when }:
        [many] Если отложили, напомнит { $count } раз, через { $when }:
       *[other] Если отложили, напомнит { $count } раза, через { $when }:
    }

## Кто прочитал слова

review-read_none = слова ещё не проверяли
review-read_changed = текст изменён после проверки
review-read_stands = слова проверены
review-read_on = { DATE($day) }

## Факты

review-state_fresh = сверено
review-state_due = пора сверить
review-state_overdue = просрочено
review-state_expired = устарело, скрыто
review-state_unreviewed = не сверяли
review-fact_reviewed = сверено { DATE($day) }
review-fact_as_of = источник от { DATE($day) }
review-fact_no_link = Страницы, которую можно дать семье, нет: отвечает адвокат.
review-confidence_high = уверенность высокая
review-confidence_medium = уверенность средняя
review-confidence_low = уверенность низкая
review-class_law = закон
review-class_procedure = порядок
review-class_contact = контакт
review-class_stable = меняется редко
review-volatile = может измениться в любой день

## Читаемость

review-fre = Читаемость { $fre }, нужно { $least }
review-characters = Знаков { $count }, можно { $most }
review-longest = Длиннее всех — предложение из { $count } слов

## На бумаге

review-verdict_right = верно
review-verdict_change = исправить
review-verdict_remove = убрать
