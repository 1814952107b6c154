/**
 * The currencies of ISO 4217, by how many decimals they have. Those in use are the ones of its List One that
 * have a minor unit (gold, drawing rights and codes for tests have none) as of January 2026, when Bulgaria took
 * the euro. Historic ones are those that sales since the late nineties may be in; the list of them, List Three,
 * says no decimals, so theirs are as java.util.Currency has them.
 */

const IN_USE: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
    CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL
    HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU
    MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED
    VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const HISTORIC: Readonly<Record<number, string>> = {
  0: 'ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE ROL TPE TRL',
  2: `
    AFA ANG ATS AYM AZM BGL BGN CSD CUC CYP DEM EEK FIM FRF GHC GWP HRK IEP LTL LVL MRO MTL MZM NLG RUR SDD
    SIT SKK SLL SRG STD TMM USS VEB VEF YUM ZMK ZWD ZWL ZWN ZWR`,
};

type Listed = { readonly exponent: number; readonly historic: boolean };

export const currencies: ReadonlyMap<string, Listed> = new Map([
  ...listed(IN_USE, false),
  ...listed(HISTORIC, true),
]);

function listed(byExponent: Readonly<Record<number, string>>, historic: boolean): [string, Listed][] {
  return Object.entries(byExponent).flatMap(([exponent, codes]) =>
    codes
      .trim()
      .split(/\s+/)
      .map((code): [string, Listed] => [code, { exponent: Number(exponent), historic }]),
  );
}
