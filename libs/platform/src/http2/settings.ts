import { flowControlError, frameSizeError, protocolError } from './connection-error.js';
import { maxFrameSize, maxWindow, Setting } from './protocol.js';

/** What of a peer's settings changes what we do. */
export interface PeerSettings {
  readonly initialWindowSize?: number;
}

/**
 * Reads what a SETTINGS frame carries (RFC 9113, section 6.5.2). Our header blocks use no table of the peer's and our
 * frames are never larger than the least that a peer must take: its other settings are only checked.
 * @throws ConnectionError for values that may not be
 */
export function readSettings(bytes: Buffer, start: number, end: number): PeerSettings {
  if ((end - start) % 6 !== 0) {
    throw frameSizeError('SETTINGS have a part of a setting.');
  }
  let initialWindowSize: number | undefined;
  for (let at = start; at < end; at += 6) {
    const value = bytes.readUInt32BE(at + 2);
    switch (bytes.readUInt16BE(at)) {
      case Setting.enablePush:
        if (value > 1) throw protocolError('ENABLE_PUSH is neither 0 nor 1.');
        break;
      case Setting.initialWindowSize:
        if (value > maxWindow) throw flowControlError('INITIAL_WINDOW_SIZE is too large.');
        initialWindowSize = value;
        break;
      case Setting.maxFrameSize:
        if (value < maxFrameSize || value >= 2 ** 24) {
          throw protocolError('MAX_FRAME_SIZE is out of its range.');
        }
        break;
      default:
    }
  }
  return initialWindowSize === undefined ? {} : { initialWindowSize };
}
