using MiniRun.Containers.Store;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun rename</c>.</summary>
internal static class RenameCommand
{
    /// <summary>Gives a container another name.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("rename")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("rename")!.Help);
            return 0;
        }

        return EachContainer.Guard(() =>
        {
            ContainerEntry entry = ContainerStore.Find(words.Operands[0]);
            ContainerRecord record = EachContainer.RecordOf(entry);
            string name = ContainerName.Check("rename", words.Operands[1]);
            if (name == record.Name)
            {
                throw new UsageException("rename", name, "is its name already");
            }

            // The new name before the old one goes: at no moment is it without.
            NameRegistry.Claim(name, entry.Id);
            try
            {
                RecordFile.Replace(entry.Directory.Record, record with { Name = name });
            }
            catch
            {
                NameRegistry.Release(name, entry.Id);
                throw;
            }

            NameRegistry.Release(record.Name!, entry.Id);
            return 0;
        });
    }
}
