using System.Text;
using Sportello.Demo;
using Sportello.Settings;
using Sportello.Mailroom.Reading;
using Sportello.Testing;

namespace Sportello.Tests.Demo;

public sealed class LetterTests
{
    private static readonly DateTime Now = new(2013, 6, 30, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("01-koi8-raw", "Не сходится остаток муки на складе сырья", "в силосах по датчикам 21,1 т")]
    [InlineData("02-latin1-qp", "Perché il totale è più alto? Metà delle righe è doppia", "se si raggruppa per città")]
    [InlineData("03-flowed", "Packing list – weight column doesn’t add up", "but the sum of the pallets")]
    [InlineData("04-rfc2231-name", "Загрузка остатков: файл не принимается, пример во вложении", "«строка 3, неверное количество»")]
    [InlineData("05-html-only", "Etichette: il rotolo nuovo esce bianco", "temperatura più alta")]
    [InlineData("10-split-words", "Как добавить второй склад, чтобы старые отчёты не изменились?", "шли с разбивкой по складам")]
    [InlineData("14-euro-alternative", "Sollecito: 2.316,75 € ancora aperti, ma il cliente ha pagato", "ma sulla fattura precedente")]
    [InlineData("15-utf16", "Can two people print the same picking list?", "“printed by … at …”")]
    [InlineData("17-no-subject", "", "Можно ли поменять номер терминала")]
    [InlineData("19-charset-lie", null, "we’d type them in ourselves")]
    [InlineData("23-html-meta", "Пожелания к отчёту за прошлый месяц", "повторяется на каждой странице")]
    [InlineData("25-unfinished", "Un solo pulsante per chiudere la giornata", "con una spunta verde")]
    public async Task Whatever_its_bytes_a_letter_says_what_was_written(string name, string? subject, string words)
    {
        var letter = await Read(name);
        Assert.Equal(subject ?? letter.Subject, letter.Subject);
        Assert.Contains(words, letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(letter.Attachments, a => a.Name.Contains('?', StringComparison.Ordinal));
        Assert.False(letter.Automatic);
    }

    [Fact]
    public async Task Attachments_have_their_names_and_bytes()
    {
        Assert.Equal("остатки по складу.csv", Assert.Single((await Read("04-rfc2231-name")).Attachments).Name);
        Assert.Equal("registro IVA vendite è già chiuso 2o trimestre.csv", Assert.Single((await Read("11-long-name")).Attachments).Name);
        Assert.Equal(("label.png", true, 99L), Assert.Single((await Read("06-inline-picture")).Attachments.Select(a => (a.Name, a.Inline, a.Size))));
    }

    [Theory]
    [InlineData("07-out-of-office")]
    [InlineData("08-newsletter")]
    [InlineData("13-bounce")]
    [InlineData("18-read-receipt")]
    public async Task Letters_of_machines_are_known_as_such(string name) => Assert.True((await Read(name)).Automatic);

    [Fact]
    public void Some_bytes_are_really_awkward()
    {
        Assert.Contains("Не сходится", CodePagesEncodingProvider.Instance.GetEncoding("koi8-r")!.GetString(Draft("01-koi8-raw").Bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("\n", Encoding.Latin1.GetString(Draft("10-split-words").Bytes).Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(Now.AddHours(-3), Draft("01-koi8-raw").SentAt);
    }

    private static LetterDraft Draft(string name) => LetterDraft.Read(Resource.Text($"demo/letters/{name}.txt"), Now);

    private static async Task<ShownLetter> Read(string name)
    {
        using var folder = new TempFolder();
        var settings = SettingsReader.Read(null, folder.Path, new Dictionary<string, string>(StringComparer.Ordinal));
        await using var bytes = new MemoryStream(Draft(name).Bytes);
        var letter = await ShownLetter.Read(bytes, settings, default);
        Assert.Equal(Draft(name).SentAt, letter.Date);
        return letter;
    }
}
