// A gateway for text messages: keeps what it is given, and says the last one to a number
// (`GET /13800001234`). Started by playwright.config.ts.
import { createServer } from "node:http";

const last = new Map();
createServer((request, answer) => {
  if (request.method !== "POST") {
    answer.end(last.get(request.url.slice(1)) ?? "");
    return;
  }
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const { to, text } = JSON.parse(Buffer.concat(pieces).toString());
    last.set(to, text);
    answer.end();
  });
}).listen(Number(new URL(process.env.LINLI_E2E_GATEWAY).port), "127.0.0.1");
