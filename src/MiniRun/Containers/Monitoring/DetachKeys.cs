using MiniRun.Output;

namespace MiniRun.Containers.Monitoring;

/// <summary>The keys that leave a container running: docker's <c>--detach-keys</c>.</summary>
internal sealed class DetachKeys
{
    /// <summary>Ctrl-P Ctrl-Q.</summary>
    public const string Default = "ctrl-p,ctrl-q";

    private readonly byte[] keys;
    private int matched;

    private DetachKeys(byte[] keys) => this.keys = keys;

    /// <summary>Parses letters and <c>ctrl-X</c>, with commas between them.</summary>
    /// <exception cref="UsageException">Not keys.</exception>
    public static DetachKeys Parse(string text)
    {
        List<byte> keys = [];
        foreach (string word in text.Split(','))
        {
            keys.Add(word switch
            {
                { Length: 1 } when word[0] is > ' ' and < '\x7f' => (byte)word[0],
                ['c', 't', 'r', 'l', '-', char key] when key is >= 'a' and <= 'z' => (byte)(key & 0x1f),
                ['c', 't', 'r', 'l', '-', char key] when key is '@' or '[' or '\\' or ']' or '^' or '_' => (byte)(key & 0x1f),
                _ => throw new UsageException("--detach-keys", text, $"not a key: \"{Printable.Escape(word)}\"", "such as ctrl-p,ctrl-q or ctrl-x,d"),
            });
        }

        return new DetachKeys([.. keys]);
    }

    /// <summary>Looks through what was typed.</summary>
    /// <param name="typed">Bytes of the terminal.</param>
    /// <param name="passed">What is for the container: without the keys, and with those that began like them and were not.</param>
    /// <returns>Whether all of the keys have been pressed.</returns>
    public bool Filter(ReadOnlySpan<byte> typed, List<byte> passed)
    {
        foreach (byte key in typed)
        {
            if (key == keys[matched])
            {
                if (++matched == keys.Length)
                {
                    return true;
                }

                continue;
            }

            passed.AddRange(keys.AsSpan(0, matched));
            matched = key == keys[0] && keys.Length > 1 ? 1 : 0;
            if (matched == 0)
            {
                passed.Add(key);
            }
        }

        return false;
    }
}
