using System.Globalization;

namespace MiniRun.Output;

/// <summary>
/// Sizes in docker's words (go-units). One difference: where rounding fills a unit go-units says 1e+03kB, this says 1MB.
/// </summary>
internal static class HumanSize
{
    private static readonly string[] Decimal = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
    private static readonly string[] Binary = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

    /// <summary>Powers of 1000 with 3 digits, as of files and networks: 0B, 12.3kB, 1.05MB.</summary>
    public static string OfDecimal(double bytes) => Of(bytes, 1000, 3, Decimal);

    /// <summary>Powers of 1024 with 4 digits, as of memory: 512KiB, 7.655GiB.</summary>
    public static string OfBinary(double bytes) => Of(bytes, 1024, 4, Binary);

    private static string Of(double size, double unit, int digits, string[] names)
    {
        int i = 0;
        while (Rounded(size, digits) >= unit && i < names.Length - 1)
        {
            size /= unit;
            i++;
        }

        return Rounded(size, digits).ToString("0.###", CultureInfo.InvariantCulture) + names[i];
    }

    // To significant digits as C's %.4g does it: from the exact value, which Math.Round does not.
    private static double Rounded(double size, int digits) =>
        double.Parse(size.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
