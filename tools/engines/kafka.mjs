import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { classPathOf } from './java.mjs';
import { dataFolder } from './paths.mjs';
import { freePorts, run, start, untilListening } from './processes.mjs';

const version = '4.3.1';

/**
 * One broker that is its own controller.
 * @param {(process: import('./state.mjs').EngineProcess) => void} started
 * @returns {Promise<string>} host:port
 */
export async function startKafka(started) {
  const classPath = await classPathOf('kafka', [
    `org.apache.kafka:kafka_2.13:${version}`,
    `org.apache.kafka:kafka-tools:${version}`,
  ]);
  const folder = join(dataFolder, 'kafka');
  mkdirSync(folder, { recursive: true });
  const [port, controllerPort] = /** @type {[number, number]} */ (await freePorts(2));
  const properties = join(folder, 'server.properties');
  writeFileSync(
    properties,
    [
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
      'controller.listener.names=CONTROLLER',
      'inter.broker.listener.name=PLAINTEXT',
      'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      `log.dirs=${join(folder, 'logs')}`,
      'auto.create.topics.enable=false',
      'offsets.topic.replication.factor=1',
      'offsets.topic.num.partitions=8',
      'transaction.state.log.replication.factor=1',
      'transaction.state.log.min.isr=1',
      'share.coordinator.state.topic.replication.factor=1',
      'share.coordinator.state.topic.min.isr=1',
      'group.initial.rebalance.delay.ms=0',
      '',
    ].join('\n'),
  );
  const cluster = randomBytes(16).toString('base64url').replace(/^-/, 'A');
  await run('java', [
    '-cp',
    classPath,
    'kafka.tools.StorageTool',
    'format',
    '--cluster-id',
    cluster,
    '--config',
    properties,
  ]);
  const broker = start('kafka', 'java', ['-Xmx512m', '-cp', classPath, 'kafka.Kafka', properties]);
  started(broker);
  await untilListening(broker, port);
  return `127.0.0.1:${port}`;
}
