import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { mismatches } from "./mismatches";
import { ScenarioError } from "./problems";
import { type Scenario, scenarioSchema } from "./schema";
import { checkYaml } from "./yamlFile";

/**
 * Reads a scenario's file.
 *
 * @throws ScenarioError with every problem and where it lies; what `readFileSync` throws
 */
export function loadScenario(file: string): Scenario {
  return parseScenario(readFileSync(file, "utf8"), basename(file));
}

/**
 * Reads a scenario written in YAML.
 *
 * @param source what it is called in messages, such as its file's name
 * @throws ScenarioError with every problem and where it lies
 */
export function parseScenario(text: string, source: string): Scenario {
  const { data, problems } = checkYaml(text, scenarioSchema, mismatches);
  if (!data) throw new ScenarioError(source, problems);
  return data;
}
