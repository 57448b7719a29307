namespace EdgeService.Core.Perks;

/// <summary>An amount of money.</summary>
/// <param name="MinorUnits">Hundredths of the currency unit (fen, öre, cent); never negative in a catalog.</param>
/// <param name="Currency">ISO 4217 code, three capitals.</param>
public readonly record struct Money(long MinorUnits, string Currency);
