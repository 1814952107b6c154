/** Structured logs. Ids and codes only: no bodies, no names, no secrets ever go in. */
import { Logger } from '@aws-lambda-powertools/logger';

export const log = new Logger();
