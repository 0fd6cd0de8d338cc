### Вторая часть карточки заявки: имя и номер уже спросили.

intake_rest-flow =
    .title = Ещё о человеке
    .kind = Вопросы о человеке

intake_rest-citizen =
    Какое гражданство?
    .label = Гражданство
    .russia = Россия
    .uzbekistan = Узбекистан
    .kyrgyzstan = Кыргызстан
    .tajikistan = Таджикистан
    .other = Другое
    .unknown = Не знаю

intake_rest-lawyer =
    Есть адвокат?
    .label = Адвокат
    .works = Есть, отвечает
    .silent = Есть, но молчит
    .none = Нет
    .unknown = Не знаю

intake_rest-pending =
    Что уже подано? Отметьте всё, что подходит.
    .label = Что подано
    .appeal = Апелляция в BIA
    .reopen = Открыть дело заново
    .court = Жалоба в суд
    .none = Ничего
    .unknown = Не знаю

intake_rest-family =
    Что ещё важно? Отметьте всё, что подходит.
    .label = Дети и здоровье
    .kids = Дети в США
    .pregnant = Беременность
    .illness = Болезнь
    .none = Ничего из этого
    .unknown = Не знаю

intake_rest-caller =
    Кто в США может звонить: в ICE, в центр, адвокату?

    Английский не нужен: фразы я дам, переводить поможем.
    .label = Кто звонит из США
    .me = Я, я в США
    .other = Родные или друг
    .none = В США никого нет
    .unknown = Не знаю

intake_rest-languages =
    На каком языке вам проще?
    .label = Язык
    .russian = Русский
    .uzbek = Узбекский
    .kyrgyz = Кыргызский
    .georgian = Грузинский
    .other = Другой
    .unknown = Любой

intake_rest-phone =
    Этого чата хватит. Дадите ещё номер, вдруг чат пропадёт?
    .label = Запасной телефон
    .hint = Номер увидит тот, кто возьмёт заявку.

intake_rest-to_lawyer =
    Можно ли показать всё это адвокату?
    .label = Можно адвокату
    .yes = Да
    .no = Нет
    .unknown = Решу позже

intake_rest-to_congress =
    Можно ли сказать о деле в офис конгрессмена? Подпись человека всё равно нужна.
    .label = Можно конгрессмену
    .yes = Да
    .no = Нет
    .unknown = Решу позже

intake_rest-to_press =
    Можно ли сказать прессе? Решает сам человек. Огласка может помочь, а может и навредить.
    .label = Можно прессе
    .yes = Да
    .no = Нет
    .unknown = Решу позже

intake_rest-done = Спасибо. Больше вопросов нет.
