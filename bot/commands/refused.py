"""What the data folder refuses, in one sentence for whoever starts the bot: what is wrong and what to do."""

from __future__ import annotations

from bot.storage.errors import StorageRefused

_NEW = "Новый ключ делает python -m bot key new."
SENTENCES = {
    "busy": "С папкой {folder} уже работает бот. Остановите его или укажите в DATA_DIR другую папку.",
    "unusable": "Папку {folder} не открыть ({error}). Проверьте, чья она, или укажите в DATA_DIR другую.",
    "sqlite": "Этот SQLite не принимает настройку {name} = {value}. Нужна другая сборка Python.",
    "damaged": "Файл {file} повреждён. Отложите его и верните последнюю копию.",
    "twins": "В {folder} две миграции с одним номером. Переименуйте одну.",
    "newer": "Файл {file} записан более новым ботом (схема {version}). Запустите новую версию.",
    "no_keys": "В {folder} есть data.db, но нет keys.db. Верните keys.db из копии.",
    "no_data": "В {folder} есть keys.db, но нет data.db. Верните data.db из копии.",
    "wrong_key": "Данные в {folder} закрыты другим ключом. Укажите прежний файл в MASTER_KEY_FILE.",
    "strangers": "data.db и keys.db в {folder} из разных копий. Верните оба файла из одной копии.",
    "key_form": "В файле из MASTER_KEY_FILE должно быть 32 байта в base64. " + _NEW,
    "key_inside": "Ключ {file} лежит в папке данных {folder}. Перенесите: иначе он попадёт в каждую копию.",
    "key_needless": "В {folder} уже есть данные, новый ключ их не откроет. Укажите прежний или пустую папку.",
    "key_exists": "Файл {file} уже есть. Старый ключ не перезаписываю: без него данные не открыть.",
    "key_unwritable": "Файл ключа {file} не записать ({error}). Выберите другое место.",
    "key_unreadable": "Файл ключа {file} не прочитать ({error}). Проверьте MASTER_KEY_FILE. " + _NEW,
    "key_open": "Файл ключа {file} могут прочитать другие. Выполните: chmod 600 {file}",
}


def sentence(refused: StorageRefused) -> str:
    """The refusal in plain Russian."""
    return SENTENCES[refused.why].format(**refused.what)
