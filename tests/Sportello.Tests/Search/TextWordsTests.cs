using Sportello.Search;

namespace Sportello.Tests.Search;

/// <summary>The forms of a word are one word, and different words stay apart.</summary>
public sealed class TextWordsTests
{
    [Theory]
    [InlineData("printer printers Printer PRINTERS")]
    [InlineData("error errors errore errori")]
    [InlineData("close closes closed closing")]
    [InlineData("policy policies")]
    [InlineData("box boxes")]
    [InlineData("stop stopped stopping stops")]
    [InlineData("process processes processing processed")]
    [InlineData("install installed installing installation installazione installazioni installare")]
    [InlineData("configure configured configuration configurazione configurare configurato configurati")]
    [InlineData("stampante stampanti")]
    [InlineData("stampa stampare stampato stampata stampati stampando stampe")]
    [InlineData("banca banche")]
    [InlineData("riga righe")]
    [InlineData("dato dati")]
    [InlineData("copia copie")]
    [InlineData("orologio orologi")]
    [InlineData("funzionalità funzionalita FUNZIONALITÀ")]
    [InlineData("cliente clienti client clients")]
    [InlineData("принтер принтера принтеру принтером принтере принтеры принтеров принтерам принтерами принтерах")]
    [InlineData("ошибка ошибки ошибку ошибкой ошибке ошибок ошибками")]
    [InlineData("счёт счет счёта счета счетом счетов")]
    [InlineData("новый новая новое новые нового новому новым новой новую")]
    [InlineData("работает работать работал работала работают")]
    [InlineData("печатать печатает печатал печатали печатаем")]
    [InlineData("документ документа документы документов документами")]
    [InlineData("настройка настройки настройку настройкой настроек")]
    [InlineData("заявка заявок заявками")]
    [InlineData("срок срока сроки сроков")]
    public void The_forms_of_a_word_are_one(string forms)
    {
        var stems = TextWords.In(forms).Select(w => w.Stem).ToList();
        Assert.True(stems.Distinct().Count() == 1, string.Join(' ', stems));
    }

    [Theory]
    [InlineData("not", "note")]
    [InlineData("on", "one")]
    [InlineData("fil", "file")]
    [InlineData("string", "str")]
    [InlineData("bring", "br")]
    [InlineData("need", "ne")]
    [InlineData("import", "important")]
    [InlineData("status", "stat")]
    [InlineData("station", "st")]
    [InlineData("sw1", "sw2")]
    [InlineData("10012", "10013")]
    [InlineData("сроки", "сорок")]
    [InlineData("стол", "сто")]
    [InlineData("принтер", "принт")]
    public void Different_words_stay_apart(string one, string other) => Assert.NotEqual(Stem(one), Stem(other));

    [Fact]
    public void A_mark_that_is_a_character_of_its_own_is_read_like_the_letter_that_has_it()
    {
        Assert.Equal(Stem("рабочий"), Stem("рабочии\u0306"));
        Assert.Equal(Stem("счёт"), Stem("сче\u0308т"));
        Assert.Equal(Stem("città"), Stem("citta\u0300"));
        Assert.Equal(Stem("perche"), Stem("PERCHÉ"));
    }

    [Fact]
    public void A_word_is_found_where_it_stands_and_one_letter_alone_is_none()
    {
        const string text = "L’errore è alla riga 7: «Принтеры не печатают».";
        Assert.Equal(["errore", "alla", "riga", "7", "Принтеры", "не", "печатают"], TextWords.In(text).Select(w => text.Substring(w.Start, w.Length)));
    }

    [Fact]
    public void A_word_of_any_length_and_a_text_of_any_kind_are_read()
    {
        Assert.Equal(60, Stem(new string('x', 5000)).Length);
        Assert.Equal([], TextWords.In("\u0301 \ud83d\ude00 … -- \0"));
        Assert.Equal("日本語", Stem("日本語"));
    }

    private static string Stem(string word) => Assert.Single(TextWords.In(word)).Stem;
}
