using Sportello.Bench;

// One line per bench: its name, what it measures, and what runs it.
(string Name, string What, Func<string[], Task<int>> Run)[] benches =
[
    ("mime", "reading letters, beside plainly copying and decoding the same bytes", MimeBench.RunAsync),
    ("mime-fuzz", "N damaged letters (mime-fuzz N [FIRST]): none may throw, hang or eat memory", MimeFuzzBench.RunAsync),
    ("imap", "10,000 headers and 1,000 bodies from Dovecot, beside the bare transfer of the same bytes", ImapBench.RunAsync),
    ("desk", "the ticket list, a ticket page and opening a ticket, at 10,000 and 200,000 tickets, beside a bare Kestrel with the same SQL", DeskBench.RunAsync),
    ("screens", "list, ticket and search in Chromium at 100,000 tickets (screens N): what the server takes and when it is shown", ScreensBench.RunAsync),
    ("portable", "1,000,000 tickets (portable N) with three comments each, in and out again: time, memory, bytes, and that each line comes out as it went in", PortableBench.RunAsync),
    ("programs", "leaders and the perfectionist over 1,000,000 tickets and over a tenth of them, on both databases", ProgramsBench.RunAsync),
    ("mailroom", "a folder of 10,000 with 100 new and with none, and 5,000 new (mailroom N) from IMAP and Maildir, beside fetching and writing the same without understanding", MailroomBench.RunAsync),
];

foreach (var bench in benches)
{
    if (args.Length > 0 && string.Equals(args[0], bench.Name, StringComparison.Ordinal)) return await bench.Run(args[1..]);
}

Console.Error.WriteLine("Name a bench:");
foreach (var bench in benches) Console.Error.WriteLine($"  {bench.Name,-12} {bench.What}");
return 2;
