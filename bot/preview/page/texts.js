// Words of the page itself. What the bot says comes from the bot.

export const T = {
  bot: "бот",
  botChat: (name) => `Бот «${name}»`,
  withBot: (name) => `чат с ботом «${name}»`,
  you: "Вы",
  today: "сегодня",
  typing: "печатает…",
  inGroup: (n) => `${n} ${plural(n, "участник", "участника", "участников")}`,
  log: (person, chat) => `Переписка: ${person} — ${chat}`,
  phone: (person, role) => `Телефон: ${person}, ${role}`,
  unread: (n) => `${n} ${plural(n, "новое сообщение", "новых сообщения", "новых сообщений")}`,
  write: "Сообщение",
  writeAs: (person) => `Сообщение от имени: ${person}`,
  send: "Отправить",
  save: "Сохранить",
  attach: "Прикрепить",
  start: "Начать",
  startHint: "Нажмите «Начать», чтобы открыть чат с ботом.",
  unblock: "Разблокировать бота",
  blocked: "Бот заблокирован: он не может сюда писать.",
  notStarted: "Здесь пока пусто.",
  emptyGroup: "В группе пока тихо. Сюда придут карточки заявок.",
  prompts: "Например:",
  jump: "К новым сообщениям",
  pinned: "Закреплено",
  edited: "изменено",
  forwarded: (name) => `Переслано: ${name}`,
  protectedMark: "нельзя переслать",
  replyTo: (name) => `Ответ: ${name}`,
  answerTo: "Ответ на: ",
  editing: "Изменение сообщения",
  quoting: "Цитата",
  cancel: "Отменить",
  buttons: "Кнопки под сообщением",
  replyButtons: "Кнопки вместо клавиатуры",
  keyboardToggle: "Показать или убрать кнопки",
  opensLink: "откроется ссылка",
  copies: "скопируется",
  copied: (text) => `Скопировано: ${text}`,
  disabled: "Эта кнопка уже не работает.",
  linkElsewhere: (url) => `Ссылка откроется в новой вкладке: ${url}`,
  messageMenu: "Что сделать с сообщением",
  phoneMenu: (person) => `Ещё: ${person}`,
  ok: "Понятно",
  yes: "Да",
  open: "Открыть",
  shareTitle: "Поделиться номером?",
  shareText: (phone) => `Бот получит ваш номер: ${phone}. Номер выдуман.`,
  share: "Поделиться",
  linkTitle: "Открыть ссылку-приглашение",
  linkText: "Вставьте ссылку вида https://t.me/…?start=… — так в Telegram приходят по приглашению.",
  linkLabel: "Ссылка",
  alertTitle: (person) => `Ответ бота · ${person}`,
  aboutTitle: (person) => `Кто это: ${person}`,
  location: "Геопозиция",
  contact: "Контакт",
  spoiler: "Скрытый текст, нажмите, чтобы показать",
  reactions: "Реакции",
  offline: "Связь с ботом прервалась. Пробую снова…",
  voiceSeconds: (n) => `Голосовое, ${n} ${plural(n, "секунда", "секунды", "секунд")}`,
  play: "Слушать",
  download: "Скачать файл",
  was: (n) => `изменено ${n} ${plural(n, "раз", "раза", "раз")}`,
  newFrom: (chat, person) => `${person}: новое сообщение, ${chat}`,
  commands: "Команды бота",
};

export const MENU = {
  reply: "Ответить",
  quote: "Ответить на выделенное",
  edit: "Изменить",
  remove: "Удалить",
  copy: "Скопировать текст",
  forward: (chat) => `Переслать: ${chat}`,
  react: (emoji) => `Реакция ${emoji}`,
};

export const ATTACH = {
  files: "Фото или файл с компьютера…",
  photo: "Фото (пример)",
  album: "Альбом из трёх фото (пример)",
  document: "Документ (пример)",
  voice: "Голосовое (пример)",
  location: "Геопозиция (пример)",
  contact: "Мой номер (пример)",
};

export const PHONE_MENU = {
  about: "Кто это",
  start: "Снова /start",
  link: "Открыть ссылку-приглашение…",
  block: "Заблокировать бота",
  unblock: "Разблокировать бота",
};

export const TOOLS = {
  tour: "Экскурсия",
  clock: "Время",
  clockTitle: "Часы примера",
  ahead: (words) => `вперёд на ${words}`,
  now: "идут как обычно",
  steps: [[10, "+10 минут"], [60, "+1 час"], [1440, "+1 день"]],
  stepped: (words) => `Часы переведены: ${words}`,
  clockHint: "Бот сделает всё, чему подошёл срок: напомнит, поднимет тревогу.",
  faults: "Сбои",
  faultsTitle: "Сломать что-нибудь",
  faultsHint: "Проверьте, что ни одно сообщение не пропадёт.",
  what: "Что случится",
  where: "В каком чате",
  method: "С каким вызовом",
  times: "Сколько раз",
  add: "Устроить сбой",
  clear: "Всё починить",
  none: "Сейчас всё работает.",
  everywhere: "во всех",
  forever: "пока не починят",
  struck: (n) => `сработал ${n} ${plural(n, "раз", "раза", "раз")}`,
};

export const FAULTS = [
  ["429", "Слишком часто (429)"],
  ["403", "Бот заблокирован (403)"],
  ["500", "Сервер сломался (500)"],
  ["html", "Страница вместо ответа (502)"],
  ["lost", "Дошло, но ответ потерян"],
  ["cut", "Обрыв до доставки"],
  ["hang", "Ответа нет совсем"],
  ["migrate", "Группа переехала на новый номер"],
  ["topics", "Темы форума удалены"],
];

export const METHODS = [
  ["", "с любым"],
  ["sendMessage", "отправка текста"],
  ["editMessageText", "правка текста"],
  ["copyMessage", "копия сообщения"],
  ["sendMediaGroup", "альбом"],
  ["answerCallbackQuery", "ответ на кнопку"],
];

export const REFUSALS = {
  blocked: "Бот заблокирован. Сначала разблокируйте его.",
  "not-member": "Этого человека нет в группе.",
  empty: "Пустое сообщение не отправить.",
  "not-own": "Это чужое сообщение.",
  "no-button": "Этой кнопки уже нет.",
  "no-quote": "Этих слов уже нет в сообщении.",
  changed: "Кнопки изменились. Посмотрите ещё раз.",
  gone: "Этого сообщения уже нет.",
  "bad-file": "Такой файл не отправить. До 10 файлов сразу.",
  "not-a-group": "Так бывает только с обычной группой.",
  "bad-request": "Не получилось. Обновите страницу.",
  offline: "Нет связи с ботом. Попробуйте ещё раз.",
  "too-big": "Файл больше 50 МБ не отправить.",
};

export const SERVICE = {
  joined: (who) => `${who}: теперь в группе`,
  left: (who) => `${who}: больше не в группе`,
  pinned: (who) => `${who} закрепил сообщение`,
  topic: (name) => `Новая тема: ${name}`,
  topicEdited: (name) => `Тема называется: ${name}`,
  topicClosed: "Тема закрыта",
  topicReopened: "Тема снова открыта",
  migrated: "Группа переехала на новый номер",
  title: (name) => `Группа называется: ${name}`,
  other: "Служебное сообщение",
};

export const MEDIA = {
  photo: "Фото",
  document: "Файл",
  voice: "Голосовое",
  video: "Видео",
  video_note: "Видеосообщение",
  audio: "Аудио",
  animation: "GIF",
  sticker: "Стикер",
};

export function plural(n, one, few, many) {
  const form = new Intl.PluralRules("ru").select(n);
  return { one, few, many, other: many }[form];
}

export function span(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return [[days, "д"], [hours, "ч"], [minutes, "мин"]]
    .filter(([n]) => n).map(([n, unit]) => `${n} ${unit}`).join(" ");
}
