### Детеншены, офисы ICE, аэропорты. Чего источники не подтверждают, того на карточке нет.

directory-ask =
    <b>Детеншен или офис ICE</b>

    Напишите название, как услышали. Можно город или штат. По-русски или латиницей.
    .again = Искать другое место
    .airports = Аэропорты высылки

directory-nothing =
    Такого места в моём списке нет. Список неполный.

    Напишите иначе: город, штат. Или посмотрите на сайте ICE.

directory-which = Что из этого?

# $code — две буквы штата.
directory-state = Штат: { answers-us_state }. Детеншены и офис ICE:
directory-state_empty = Штат: { answers-us_state }. Детеншенов здесь в моём списке нет. Офис ICE:

# $name — название по-русски.
directory-button = { $name }
directory-button_office = Офис ICE: { $name }

## Детеншен

# $english — название по-английски.
directory-facility =
    <b>{ $name }</b>
    { $english }

# $city — город, $code — штат.
directory-town = Город: { $city }, { answers-us_state }
# $operator — компания.
directory-operator = Держит: { $operator }
# $court — название суда по-английски.
directory-court = Федеральный суд: { $court }. До подачи это сверит адвокат.
directory-court_none = Какой здесь федеральный суд, скажет адвокат.
directory-address = Адрес и телефон — на сайте ICE или в офисе ICE: кнопки ниже.

directory-note_staging = 🔴 Сюда везут перед рейсом. Человек здесь? Нажмите первую кнопку.
directory-note_ended = По закону штата договор этого места заканчивался. Что с ним теперь, спросите в офисе ICE.
directory-note_unlisted = В списке ICE этого места нет. Спросите в офисе ICE, где человек.
directory-note_families = Здесь держат семьи с детьми. Есть и женщины без детей.
directory-note_women = Здесь держат в основном женщин.

directory-copy_name = Скопировать название
directory-copy_address = Скопировать адрес
directory-copy_phone = Скопировать телефон

directory-link_centres = Список центров на ice.gov
directory-link_offices = Офисы на ice.gov
directory-link_checkin = Чек-ин на ice.gov
directory-link_senate = Сенат: senate.gov
directory-link_house = Палата: house.gov

## Офис ICE

# $name — город по-русски, $address — адрес.
directory-office =
    <b>Офис ICE: { $name }</b>
    <code>{ $address }</code>

    Это не адрес чек-ина: куда прийти, сказано в вашей бумаге.

# $area — ссылка на список штатов.
directory-area = Отвечает за: { REF($area) }

# $phone — телефон.
directory-phone = 📞 { $phone }
directory-phone_none = Телефона на сайте ICE не было. Откройте страницу офисов.
directory-phone_checkin = 📞 { $phone } — чек-ин в том же городе

# $now — сейчас, $zone — пояс офиса.
directory-now = Сейчас там { TIME($now, $zone) }. Звоните днём. Скажите: Russian interpreter, please.

# $until — до какого часа или с какого, $zone — чей это час.
directory-office_open = Офис открыт до { TIME($until, $zone) } { ZONE($zone) }.
directory-office_closed = Офис закрыт. Откроется: { DAY($until, $zone) }, { TIME($until, $zone) } { ZONE($zone) }.
directory-line_open =
    Не отвечают? Линия ICE для родных: { FACT("1.10.phone") }. Открыта до { TIME($until, $zone) } { ZONE($zone) }.
directory-line_closed =
    Линия ICE для родных: { FACT("1.10.phone") }. Сейчас закрыта. Откроется: { DAY($until, $zone) }, { TIME($until, $zone) } { ZONE($zone) }.
directory-yours = У вас это { TIME($until, $zone) } { ZONE($zone) }.

directory-area_of =
    .atl = Джорджия, Северная и Южная Каролина
    .bal = Мэриленд
    .bos = Массачусетс, Коннектикут, Мэн, Нью-Гэмпшир, Род-Айленд, Вермонт
    .buf = штат Нью-Йорк, кроме города и соседних округов
    .chi = Иллинойс, Индиана, Висконсин, Миссури, Кентукки, Канзас
    .dal = север Техаса, Оклахома
    .den = Колорадо, Вайоминг
    .det = Мичиган, Огайо
    .elp = запад Техаса, Нью-Мексико
    .hlg = юг Техаса: долина Рио-Гранде, Ларедо
    .hou = юго-восток Техаса
    .los = округа Лос-Анджелес, Ориндж, Риверсайд, Сан-Бернардино, Вентура, Санта-Барбара, Сан-Луис-Обиспо
    .mia = Флорида, Пуэрто-Рико, Виргинские острова США
    .nol = Луизиана, Алабама, Арканзас, Миссисипи, Теннесси
    .nyc = город Нью-Йорк и соседние округа
    .new = Нью-Джерси
    .phi = Пенсильвания, Делавэр, Западная Вирджиния
    .pho = Аризона
    .slc = Юта, Айдахо, Монтана, Невада
    .sna = центр и юг Техаса
    .snd = округа Сан-Диего и Империал
    .sfr = север и центр Калифорнии, Гавайи, Гуам, Сайпан
    .sea = Вашингтон (штат), Орегон, Аляска
    .spm = Миннесота, Айова, Небраска, Северная и Южная Дакота
    .was = Вашингтон (город), Вирджиния

## Аэропорты

directory-airports =
    <b>Отсюда высылают</b>

    Сюда везут за несколько дней до рейса. Близкий уже здесь или его туда везут? Нажмите первую кнопку.

# $english — название по-английски.
directory-airport =
    <b>{ $name }</b>
    { $english }

# $code — штат.
directory-congress =
    Конгресс: { FACT("10.1.senators") } сенатора штата { answers-us_state } и член Палаты этого округа. Общий номер: { FACT("10.1.switchboard") }.
