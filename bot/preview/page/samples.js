// Example files made on the spot, so that the play needs none from the computer.

const COLOURS = ["#c9dfe6", "#e9d8c3", "#d6e3cf"];

/** A drawn «photo» with a caption in it. */
export function photo(number = 1) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 900, height: 640 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = COLOURS[(number - 1) % COLOURS.length];
  pen.fillRect(0, 0, 900, 640);
  paper(pen);
  pen.fillStyle = "#6b7a86";
  pen.font = "600 34px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.fillText(`Пример ${number}`, 450, 590);
  return new Promise((done) => {
    canvas.toBlob((blob) => done(new File([blob], `primer-${number}.png`, { type: "image/png" })));
  });
}

function paper(pen) {
  pen.save();
  pen.translate(450, 285);
  pen.rotate(-0.06);
  pen.fillStyle = "#fff";
  pen.shadowColor = "rgb(0 0 0 / .25)";
  pen.shadowBlur = 30;
  pen.fillRect(-170, -220, 340, 440);
  pen.shadowBlur = 0;
  pen.fillStyle = "#d3dbe1";
  for (let line = 0; line < 9; line += 1) pen.fillRect(-130, -170 + line * 40, line % 3 === 2 ? 170 : 260, 12);
  pen.restore();
}

export function letter() {
  return new File(["Пример документа.\nЛюди и номера выдуманы.\n"], "primer.txt", { type: "text/plain" });
}

/** Two seconds of a soft voice-like hum, as WAV. */
export function voice(seconds = 2) {
  const rate = 8000;
  const size = rate * seconds;
  const view = new DataView(new ArrayBuffer(44 + size));
  const text = (at, words) => [...words].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF"); view.setUint32(4, 36 + size, true); text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, rate, true); view.setUint32(28, rate, true); view.setUint16(32, 1, true);
  view.setUint16(34, 8, true); text(36, "data"); view.setUint32(40, size, true);
  for (let i = 0; i < size; i += 1) view.setUint8(44 + i, 128 + 24 * hum(i / rate));
  return new File([view.buffer], "golos.wav", { type: "audio/wav" });
}

function hum(t) {
  const swell = Math.sin(Math.PI * ((t * 2.2) % 1));
  return swell * (Math.sin(2 * Math.PI * 160 * t) + 0.4 * Math.sin(2 * Math.PI * 320 * t));
}
