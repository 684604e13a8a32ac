using System.Text;

namespace MiniRun.Containers.Parsing;

/// <summary>Fields between commas; one that has a comma itself stands in double quotes (RFC 4180, as docker's <c>--mount</c>).</summary>
internal static class CommaFields
{
    /// <summary>The fields, without their quotes.</summary>
    /// <exception cref="UsageException">A quote is not closed, or closed in the middle of a field.</exception>
    public static List<string> Split(string flag, string text)
    {
        List<string> fields = [];
        for (int at = 0; at <= text.Length;)
        {
            if (at < text.Length && text[at] == '"')
            {
                fields.Add(Quoted(flag, text, ref at));
                continue;
            }

            int comma = text.IndexOf(',', at);
            int end = comma < 0 ? text.Length : comma;
            fields.Add(text[at..end]);
            at = end + 1;
        }

        return fields;
    }

    private static string Quoted(string flag, string text, ref int at)
    {
        StringBuilder field = new();
        for (int i = at + 1; i < text.Length; i++)
        {
            if (text[i] != '"')
            {
                field.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append(text[i++]);
            }
            else if (i + 1 == text.Length || text[i + 1] == ',')
            {
                at = i + 2;
                return field.ToString();
            }
            else
            {
                break;
            }
        }

        throw new UsageException(flag, text, "a quoted field does not end where its quotes do");
    }
}
