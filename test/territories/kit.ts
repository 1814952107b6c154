/** What the tests of territories share: two of them, and short ways to say which and when. */
import { type Coverage, noCoverage, withTerritory } from '../../functions/territories/coverage.ts';
import { TerritoryId } from '../../functions/territories/territory.ts';

export const north = TerritoryId.parse('North');
export const south = TerritoryId.parse('2');
export const nowhere = TerritoryId.parse('nowhere');

export const twoTerritories: Coverage = withTerritory(
  withTerritory(noCoverage, north, { name: 'North', group: 'Europe', country: 'DE' }),
  south,
  { name: 'South' },
);
