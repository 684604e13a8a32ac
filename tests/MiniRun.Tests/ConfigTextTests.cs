using System.Text;
using System.Text.Json;
using MiniRun.Containers;
using MiniRun.Linux;

namespace MiniRun.Tests;

/// <summary>The bytes of the kernel in JSON.</summary>
public sealed class ConfigTextTests
{
    [Fact]
    public void Bytes_that_are_no_text_come_back()
    {
        Random random = new(1);
        byte[][] pieces = ["a"u8.ToArray(), "é"u8.ToArray(), "💀"u8.ToArray(), "80"u8.ToArray(), "\\"u8.ToArray(), "\""u8.ToArray()];
        for (int i = 0; i < 2000; i++)
        {
            List<byte> bytes = [];
            while (bytes.Count < 12)
            {
                bytes.AddRange(random.Next(2) == 0 ? pieces[random.Next(pieces.Length)] : [(byte)random.Next(1, 256)]);
            }

            string text = LinuxText.GetString([.. bytes]);
            string back = ConfigDocument.Read(ConfigDocument.Write(ConfigDocument.Small(text))).Process.Args[1];
            Assert.Equal(text, back);
            Assert.Equal(bytes, LinuxText.GetBytes(back));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x63, 0x61, 0x66, 0xe9 }, """["p","caf\u0000e9"]""")]
    [InlineData(new byte[] { 0xff, 0x65, 0x39 }, """["p","\u0000ffe9"]""")]
    [InlineData(new byte[] { 0xf0, 0x9f, 0x92, 0x80, 0x80 }, """["p","💀\u000080"]""")]
    public void A_byte_that_is_no_text_has_a_form_that_any_parser_keeps(byte[] bytes, string expected)
    {
        using JsonDocument document = JsonDocument.Parse(ConfigDocument.Write(ConfigDocument.Small(LinuxText.GetString(bytes))));
        JsonElement arguments = document.RootElement.GetProperty("process").GetProperty("args");
        Assert.Equal(expected, arguments.GetRawText());
        Assert.True(new UTF8Encoding(false, true).GetByteCount(arguments[1].GetString()!) > 0); // throws for a lone surrogate
    }

    [Fact]
    public void Every_character_comes_back_and_no_control_character_is_there_as_such()
    {
        StringBuilder text = new();
        for (int scalar = 1; scalar <= 0x10FFFF; scalar += scalar < 0x3000 ? 1 : 97)
        {
            _ = Rune.IsValid(scalar) ? text.Append(new Rune(scalar)) : text;
        }

        ContainerSpec spec = ConfigDocument.Small();
        spec.Hostname = text.ToString();
        spec.Linux.Sysctl[spec.Hostname] = "";
        string json = ConfigDocument.Write(spec);
        Assert.DoesNotContain(json, char.IsControl);
        Assert.Contains("é", json, StringComparison.Ordinal);
        ContainerSpec back = ConfigDocument.Read(json);
        Assert.Equal(spec.Hostname, back.Hostname);
        Assert.Equal(spec.Hostname, Assert.Single(back.Linux.Sysctl).Key);
    }

    [Fact]
    public void Half_a_character_which_no_bytes_make_is_replaced_as_for_the_kernel()
    {
        ContainerSpec spec = ConfigDocument.Small("a\uD800b");
        string back = ConfigDocument.Read(ConfigDocument.Write(spec)).Process.Args[1];
        Assert.Equal(LinuxText.GetBytes(spec.Process.Args[1]), LinuxText.GetBytes(back));
    }
}
