using Sportello.Mailroom.Reading.Quoting;

namespace Sportello.Tests.Mailroom.Quoting;

/// <summary>What is folded of a letter: ‹…› stands around quoted history, «…» around a signature.</summary>
public sealed class QuotedPartsTests
{
    [Theory]
    // Gmail, in one line and broken in two, in three languages.
    [InlineData("Yes.\n\n‹On Mon, Jun 24, 2013 at 10:00 AM Chiara <chiara@barilla.example> wrote:\n\n> Is it done?\n>\n> Chiara\n›")]
    [InlineData("Yes.\n\n‹On Mon, Jun 24, 2013 at 10:00 AM Chiara <\nchiara@barilla.example> wrote:\n> Is it done?›")]
    [InlineData("Да.\n\n‹пн, 24 июн. 2013 г. в 10:00, Кьяра <chiara@barilla.example>:\n\n> Готово?\n›")]
    [InlineData("Да.\n\n‹24 июня 2013 г., 10:00 пользователь Кьяра <chiara@barilla.example> написал:\n\n> Готово?\n›")]
    [InlineData("Sì.\n\n‹Il giorno lun 24 giu 2013 alle ore 10:00 Chiara <chiara@barilla.example>\nha scritto:\n\n> È fatto?\n›")]
    // Thunderbird and mutt.
    [InlineData("Yes.\n\n‹On 24/06/2013 10:00, Chiara wrote:\n> Is it done?\n›")]
    [InlineData("Да.\n\n‹24.06.2013 10:00, Кьяра пишет:\n> Готово?\n›")]
    [InlineData("Sì.\n\n‹Il 24/06/2013 10:00, Chiara ha scritto:\n> È fatto?\n›")]
    [InlineData("‹On Mon, Jun 24, 2013 at 10:00:00AM +0200, Chiara wrote:\n> Is it done?\n›Yes.\n\n«-- \nSandro\n»")]
    [InlineData("‹Chiara wrote:\n\n> Is it done?\n›\nYes.\n")]
    // Apple Mail, where HTML was turned into text.
    [InlineData("Yes.\n\n‹On 24 Jun 2013, at 10:00, Chiara <chiara@barilla.example> wrote:\n\n> Is it done?\n›")]
    // Mail.ru, Yandex.
    [InlineData("Да.\n\n‹Понедельник, 24 июня 2013, 10:00 +04:00 от Кьяра <chiara@barilla.example>:\n\n> Готово?\n›")]
    [InlineData("Да.\n\n‹24.06.2013, 10:00, \"Кьяра\" <chiara@barilla.example>:\n> Готово?\n›")]
    // Outlook: unmarked, to the end.
    [InlineData("Yes.\n\n‹-----Original Message-----\nFrom: Chiara [mailto:chiara@barilla.example]\nSent: Monday, June 24, 2013 10:00 AM\nTo: Sandro\nSubject: Invoice\n\nIs it done?\n›")]
    [InlineData("Да.\n\n‹-----Исходное сообщение-----\nОт: Кьяра\nОтправлено: 24 июня 2013 г. 10:00\nТема: Счёт\n\nГотово?›")]
    [InlineData("Sì.\n\n‹-----Messaggio originale-----\nDa: Chiara\nInviato: lunedì 24 giugno 2013 10:00\nOggetto: Fattura\n\nÈ fatto?›")]
    [InlineData("Yes.\n\n‹________________________________\nFrom: Chiara <chiara@barilla.example>\nSent: Monday, June 24, 2013 10:00 AM\nTo: Sandro <sandro@vittorino.example>\nSubject: Invoice\n\nIs it done?\n›")]
    [InlineData("Yes.\n\n‹From: Chiara <chiara@barilla.example>\nDate: Monday, 24 June 2013 at 10:00\nTo: Sandro\nSubject: Re: Invoice\n\nIs it done?\n›")]
    [InlineData("Sì.\n\n‹*Da:* Chiara\n*Inviato:* lunedì 24 giugno 2013 10:00\n*A:* Sandro\n*Oggetto:* Fattura\n\nÈ fatto?›")]
    [InlineData("Да.\n\n‹От: Кьяра\nОтправлено: 24 июня 2013 г.\nКому: Сандро\nТема: Счёт\n\nГотово?›")]
    // On a telephone, unmarked.
    [InlineData("Yes.\n\n‹On 24 Jun 2013 at 10:00, Chiara <chiara@barilla.example> wrote:\n\nIs it done?\n›")]
    // Signatures.
    [InlineData("Yes.\n\n«-- \nSandro\nvittorino srl\n»")]
    [InlineData("Yes.\n\n«--\nSandro\n\n»‹On 24/06/2013 10:00, Chiara wrote:\n> Is it done?\n›")]
    public void What_others_wrote_before_is_folded(string marked) => Check(marked);

    [Theory]
    // Answers between the quotes, and below.
    [InlineData("‹On 24/06/2013 10:00, Chiara wrote:\n> Is it done?\n›Yes.\n‹> And the other one?\n›Tomorrow.\n")]
    [InlineData("‹-----Original Message-----\nFrom: Chiara\nSent: Monday\nSubject: Invoice\n\n> Is it done?\n›Yes.\n‹> And the other?›")]
    // Nothing else would be left.
    [InlineData("> Is it done?\n")]
    [InlineData("\n\nOn 24/06/2013 10:00, Chiara wrote:\n> Is it done?\n")]
    [InlineData("-----Original Message-----\nFrom: Chiara\nSent: Monday\nSubject: Invoice\n\nThis is what I got.")]
    [InlineData("-- \nSandro\n")]
    [InlineData("‹> Is it done?\n›\n-- \nSandro\n")]
    // Forwarded: the sender wants it read.
    [InlineData("Look:\n\n---------- Forwarded message ---------\nIt broke.\n")]
    [InlineData("Begin forwarded message:\n\nIt broke.\n")]
    // Words that only sound like it.
    [InlineData("From: the very start it was slow.\nSubject: unclear.\n")]
    [InlineData("On Monday he wrote:\n\nI will come.\n")]
    [InlineData("The clerk wrote:\nI will come.\n")]
    [InlineData("The list at 10:30:\none\ntwo\n")]
    [InlineData("At 10:30 on the screen stood:\nerror 5\n")]
    [InlineData("a\n--\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n")]
    [InlineData("if a > b then\n c\n")]
    [InlineData("")]
    [InlineData("\n\n\n")]
    public void What_somebody_says_now_stays_open(string marked) => Check(marked);

    [Fact]
    public void Folds_are_kept_as_they_were_and_never_reach_beyond_the_text()
    {
        Fold[] folds = [new(3, 9, false), new(12, 20, true)];
        Assert.Equal("q3-9 s12-20", Folds.Stored(folds));
        Assert.Equal(folds, Folds.Read("q3-9 s12-20", 20));
        Assert.Equal([folds[0]], Folds.Read("q3-9 s12-20", 19));
        Assert.Empty(Folds.Read("q9-3 q-1-2 nonsense q q5", 100));
        Assert.Equal([folds[0]], Folds.Read("q3-9 q5-12", 100));
    }

    [Fact]
    public void Whatever_the_text_the_folds_lie_in_order_within_it()
    {
        var chance = new Random(7);
        string[] pieces = ["> a", "", "On 24/06/2013 10:00, x wrote:", "--", "b", "-----Original Message-----", "From: x", "Sent: y 2013", "Subject: z", "Chiara wrote:", "\t", ">"];
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Join(chance.Next(2) == 0 ? "\n" : "\r\n", Enumerable.Range(0, chance.Next(12)).Select(_ => pieces[chance.Next(pieces.Length)]));
            var folds = QuotedParts.Of(text);
            Assert.Equal(folds, Folds.Read(Folds.Stored(folds), text.Length));
            var open = string.Concat(Parts(text, folds).Where(p => !p.Folded).Select(p => p.Text));
            Assert.True(folds.Count == 0 || open.Trim().Length > 0, text);
        }
    }

    [Theory, InlineData("> a\n"), InlineData("--\n"), InlineData("\n"), InlineData("x wrote:\n"), InlineData("On 24/06/2013 10:00\n"), InlineData("From: x\n")]
    public void A_very_long_letter_of_nothing_else_is_read_to_its_end(string line) => Assert.NotNull(QuotedParts.Of(string.Concat(Enumerable.Repeat(line, 200_000))));

    private static void Check(string marked)
    {
        var text = new string([.. marked.Where(c => c is not ('‹' or '›' or '«' or '»'))]);
        var shown = string.Concat(Parts(text, QuotedParts.Of(text)).Select(p => !p.Folded ? p.Text : p.Signature ? $"«{p.Text}»" : $"‹{p.Text}›"));
        Assert.Equal(marked, shown);
    }

    private static IEnumerable<(string Text, bool Folded, bool Signature)> Parts(string text, IReadOnlyList<Fold> folds)
    {
        var at = 0;
        foreach (var fold in folds)
        {
            yield return (text[at..fold.Start], false, false);
            yield return (text[fold.Start..fold.End], true, fold.IsSignature);
            at = fold.End;
        }

        yield return (text[at..], false, false);
    }
}
