namespace MiniRun.Containers.Parsing;

/// <summary>Host names and addresses, which end up as lines of /etc/hosts and /etc/resolv.conf.</summary>
internal static class NetworkNames
{
    /// <summary>Longest host name and domain name that the kernel takes; sethostname(2).</summary>
    public const int LongestName = 64;

    /// <summary>Answers a host or domain name: letters, digits, '-', '_' and '.', a letter or digit first.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static string CheckName(string flag, string name, int most = LongestName)
    {
        bool valid = name.Length > 0 && name.Length <= most && char.IsAsciiLetterOrDigit(name[0]);
        foreach (char c in name)
        {
            valid = valid && (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        }

        return valid
            ? name
            : throw new UsageException(flag, name, name.Length > most ? $"longer than {most} characters" : "not a host name");
    }

    /// <summary>Answers an IPv4 or IPv6 address.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static string CheckAddress(string flag, string text, string address) =>
        IsIPv4(address) || IsIPv6(address) ? address : throw new UsageException(flag, text, $"\"{address}\" is not an IP address");

    /// <summary>Four numbers from 0 to 255.</summary>
    public static bool IsIPv4(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Range part in text.Split('.'))
        {
            count++;
            if (!Linux.DecimalText.TryParse(text[part], 255, out _))
            {
                return false;
            }
        }

        return count == 4;
    }

    /// <summary>Eight groups of up to four hexadecimal digits; "::" once for groups of zeros; IPv4 at the end; %zone.</summary>
    public static bool IsIPv6(ReadOnlySpan<char> text)
    {
        int zone = text.IndexOf('%');
        if (zone >= 0)
        {
            foreach (char c in text[(zone + 1)..])
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
                {
                    return false;
                }
            }

            return zone + 1 < text.Length && IsIPv6(text[..zone]);
        }

        int gap = text.IndexOf("::");
        if (gap < 0)
        {
            return Groups(text, last: true) == 8;
        }

        ReadOnlySpan<char> left = text[..gap];
        ReadOnlySpan<char> right = text[(gap + 2)..];
        int before = left.IsEmpty ? 0 : Groups(left, last: false);
        int after = right.IsEmpty ? 0 : Groups(right, last: true);
        return before >= 0 && after >= 0 && before + after <= 7;
    }

    private static int Groups(ReadOnlySpan<char> text, bool last)
    {
        int count = 0;
        foreach (Range range in text.Split(':'))
        {
            ReadOnlySpan<char> part = text[range];
            bool end = range.End.Value == text.Length;
            if (end && last && IsIPv4(part))
            {
                count += 2;
                continue;
            }

            bool valid = part.Length is > 0 and <= 4;
            foreach (char c in part)
            {
                valid = valid && char.IsAsciiHexDigit(c);
            }

            if (!valid)
            {
                return -1;
            }

            count++;
        }

        return count;
    }
}
