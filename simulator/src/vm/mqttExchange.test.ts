import { expect, it } from "vitest";
import { MqttExchange } from "./mqttExchange";

const hex = (text: string) => Buffer.from(text, "hex");
const connect = hex("100c00044d5154540402003c0000");
const accepted = hex("20020000");
const subscribe = hex("8206000100016100");
const subscribed = hex("9003000100");
const report = hex("3003000178");

it("waits for an answer to each question, in whatever pieces the bytes come", () => {
  const exchange = new MqttExchange();
  expect(exchange.isWaiting()).toBe(false);
  expect(exchange.sent(connect.subarray(0, 5))).toBe(false);
  expect(exchange.sent(connect.subarray(5))).toBe(true);
  exchange.received(accepted.subarray(0, 1));
  expect(exchange.isWaiting()).toBe(true);
  exchange.received(accepted.subarray(1));
  expect(exchange.isWaiting()).toBe(false);
});

it("an answer to the subscription is not the acknowledgement of the report", () => {
  const exchange = new MqttExchange();
  exchange.sent(Buffer.concat([subscribe, report]));
  exchange.received(subscribed);
  expect(exchange.isWaiting()).toBe(true);
  exchange.received(report);
  expect(exchange.isWaiting()).toBe(false);
});

it("a message with a length of two bytes is one message", () => {
  const exchange = new MqttExchange();
  exchange.sent(report);
  exchange.received(Buffer.concat([hex("30c801"), Buffer.alloc(199)]));
  expect(exchange.isWaiting()).toBe(true);
  exchange.received(Buffer.alloc(1));
  expect(exchange.isWaiting()).toBe(false);
});

it("hanging up asks for nothing", () => {
  expect(new MqttExchange().sent(hex("e000"))).toBe(false);
});
