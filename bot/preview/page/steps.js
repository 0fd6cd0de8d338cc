// The guided tour: what to press next, and how the page knows that it was pressed.
// `done({did, store, begun})`: what was done since this step began, and the number of the last change before
// the tour. `at` is what lights up in the phone of `who`.

const group = (store) => [...store.chats.values()].find((c) => !c.private && !c.moved_to);
const cards = ({ store, begun }) => [...(group(store)?.messages.values() || [])]
  .filter((m) => m.touched > begun && m.from.is_bot && !m.service);
const by = (who, what, more = () => true) => ({ did }) => did.some((d) => d.who === who && d.what === what && more(d));

export const STEPS = [
  {
    text: "За минуту посмотрим весь путь: Марина пишет боту, а Ольга-волонтёр берёт её заявку и отвечает. Пишите и нажимайте за всех сами.",
    next: "Поехали",
  },
  {
    who: "marina", chat: "bot", at: ".big, .input",
    text: "Муж Марины вошёл в офис ICE и не вышел. Нажмите в её телефоне «Начать».",
    done: ({ store }) => store.chats.get(store.person("marina")?.chats[0])?.started,
  },
  {
    who: "marina", chat: "bot", at: ".input", fill: "мужа забрали на чек-ине",
    text: "Люди пишут своими словами. Отправьте: «мужа забрали на чек-ине».",
    done: by("marina", "text"),
  },
  {
    who: "marina", chat: "bot", at: ".message.in:last-of-type .keys",
    text: "Бот ведёт по одному шагу. Отвечайте кнопками. Когда захочется живого человека — «Нужен человек».",
    done: (facts) => cards(facts).length > 0,
  },
  {
    who: "olga", chat: "group", at: ".message.in:last-of-type .keys",
    text: "Карточка уже у дежурных: без имён, только суть. Возьмите заявку за Ольгу. Взять может только один.",
    done: by("olga", "press"),
  },
  {
    who: "olga", chat: "bot", at: ".message.in:last-of-type .bubble",
    text: "Подробности видит только Ольга. Нажмите ⋮ у сообщения, «Ответить» — и напишите Марине что-нибудь.",
    done: by("olga", "text", (deed) => deed.reply_to),
  },
  {
    who: "marina", chat: "bot", at: ".message.in:last-of-type .bubble",
    text: "Ответ пришёл Марине. Имени волонтёра она не видит. Так и идёт разговор.",
    next: "Дальше",
  },
  {
    at: "#tools",
    text: "Наверху можно перевести часы — бот напомнит сам — и устроить сбой: ни одно сообщение не пропадёт. Остальное пробуйте свободно.",
    next: "Готово",
  },
];
