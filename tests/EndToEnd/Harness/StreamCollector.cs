using System.Text;

namespace MiniRun.EndToEnd.Harness;

/// <summary>Reads a stream to its end in the background.</summary>
internal sealed class StreamCollector
{
    private readonly MemoryStream collected = new();
    private readonly Task reading;

    public StreamCollector(Stream stream) => reading = Task.Run(() => Read(stream));

    public byte[] Bytes
    {
        get
        {
            lock (collected)
            {
                return collected.ToArray();
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public bool IsAtEnd => reading.IsCompleted;

    public bool WaitForEnd(TimeSpan timeout) => reading.Wait(timeout);

    private void Read(Stream stream)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = stream.Read(buffer)) > 0)
            {
                lock (collected)
                {
                    collected.Write(buffer, 0, count);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // EIO is how the end of a pseudo-terminal reads; a disposed stream ends it too.
        }
    }
}
