using MiniRun.Cgroups;
using MiniRun.Linux;

namespace MiniRun.Containers.Parsing;

/// <summary><c>--device-read-bps DEVICE:RATE</c> and its three kin.</summary>
internal static class RateParser
{
    /// <summary>The throttles; of two for one device the last counts.</summary>
    /// <param name="flag">The flag, for the error.</param>
    /// <param name="texts">Its values.</param>
    /// <param name="isBytes">Whether the rate is a size a second; otherwise a plain number of operations.</param>
    /// <exception cref="UsageException">Not of this form, or no disk.</exception>
    /// <exception cref="LinuxException">The device does not exist.</exception>
    public static List<ThrottleDevice> Parse(string flag, IReadOnlyList<string> texts, bool isBytes)
    {
        List<ThrottleDevice> rates = [];
        foreach (string text in texts)
        {
            int colon = text.LastIndexOf(':');
            if (colon <= 0 || !text.StartsWith('/'))
            {
                throw new UsageException(flag, text, "not of the form DEVICE:RATE", isBytes ? "such as /dev/sda:1mb" : "such as /dev/sda:100");
            }

            string device = text[..colon];
            string rate = text[(colon + 1)..];
            ulong value = isBytes ? ByteSize.Parse(flag, rate) : Numbers.Parse(flag, rate, uint.MaxValue);
            if (FileStatus.TryGet(device, out Errno errno) is not { } status)
            {
                throw new LinuxException(flag, device, errno);
            }

            if (!status.IsBlockDevice)
            {
                throw new UsageException(flag, text, $"{device} is not a disk");
            }

            rates.RemoveAll(other => other.Major == status.Major && other.Minor == status.Minor);
            rates.Add(new ThrottleDevice(status.Major, status.Minor, value));
        }

        return rates;
    }
}
