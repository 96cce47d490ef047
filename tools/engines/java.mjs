import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { enginesFolder } from './paths.mjs';
import { run } from './processes.mjs';

/**
 * Lets Maven fetch artifacts and all they need into its own cache.
 * @param {string} name
 * @param {readonly string[]} coordinates group:artifact:version
 * @returns {Promise<string>} the class path
 */
export async function classPathOf(name, coordinates) {
  const folder = join(enginesFolder, 'maven', name);
  mkdirSync(folder, { recursive: true });
  const dependencies = coordinates.map((coordinate) => {
    const [group, artifact, version] = coordinate.split(':');
    return `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  writeFileSync(
    join(folder, 'pom.xml'),
    [
      '<project xmlns="http://maven.apache.org/POM/4.0.0">',
      '  <modelVersion>4.0.0</modelVersion>',
      `  <groupId>millrace.engines</groupId><artifactId>${name}</artifactId><version>1</version><packaging>pom</packaging>`,
      '  <dependencies>',
      ...dependencies,
      '  </dependencies>',
      '</project>',
      '',
    ].join('\n'),
  );
  const output = join(folder, 'class-path');
  await run('mvn', ['-B', '-q', 'dependency:build-classpath', `-Dmdep.outputFile=${output}`], {
    cwd: folder,
  });
  return readFileSync(output, 'utf8').trim();
}
