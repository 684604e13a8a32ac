using System.Runtime.InteropServices;

namespace MiniRun.Linux;

/// <summary>
/// A string as the kernel takes it: bytes in unmanaged memory with a zero at the end. Refuses a string with a zero inside,
/// which the kernel would cut in silence.
/// </summary>
public readonly unsafe ref struct CString
{
    /// <summary>Encodes <paramref name="text"/> (see <see cref="LinuxText"/>).</summary>
    /// <exception cref="LinuxException">EINVAL: the text contains a NUL character.</exception>
    public CString(string text)
    {
        if (text.Contains('\0'))
        {
            throw new LinuxException("use", text.Replace('\0', '?'), Errno.EINVAL, "a NUL character cannot be part of it");
        }

        int capacity = (text.Length * 3) + 1;
        Pointer = (byte*)NativeMemory.Alloc((nuint)capacity);
        Length = LinuxText.GetBytes(text, new Span<byte>(Pointer, capacity));
        Pointer[Length] = 0;
    }

    /// <summary>The first byte; valid until <see cref="Dispose"/>.</summary>
    public byte* Pointer { get; }

    /// <summary>Bytes without the terminating zero.</summary>
    public int Length { get; }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => NativeMemory.Free(Pointer);
}
