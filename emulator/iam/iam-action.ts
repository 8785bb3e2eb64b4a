import type { QueryAction } from '../wire/query.ts';
import type { Iam } from './state.ts';

export type IamAction = QueryAction<Iam>;
