using System.Globalization;
using Sportello.Tickets;

namespace Sportello.Tests.Perfectionist;

public sealed class TelltaleTests
{
    /// <summary>A Tuesday.</summary>
    private static readonly DateOnly Written = new(2013, 6, 11);

    [Theory]
    [InlineData("We will fix it by Friday.", "2013-06-14")]
    [InlineData("I'll send it tomorrow", "2013-06-12")]
    [InlineData("It will be ready by Tuesday", "2013-06-18")]
    [InlineData("You'll have it by the end of the week.", "2013-06-14")]
    [InlineData("we will deliver before 2013-07-01", "2013-07-01")]
    [InlineData("This will be done by June 20th, or we call you.", "2013-06-20")]
    [InlineData("We plan it for the next release", null)]
    [InlineData("We expect it by 3 January", "2014-01-03")]
    [InlineData("Please send it by Friday. We will look.", null)]
    [InlineData("We will see. It was broken by 10/10.", null)]
    [InlineData("Исправим до пятницы.", "2013-06-14")]
    [InlineData("Пришлём завтра", "2013-06-12")]
    [InlineData("Обновление будет готово к 20 июня", "2013-06-20")]
    [InlineData("Выпустим не позднее 25.06.2013.", "2013-06-25")]
    [InlineData("Постараемся до конца недели", "2013-06-14")]
    [InlineData("Пришлите журнал до пятницы", null)]
    [InlineData("Lo sistemeremo entro venerdì", "2013-06-14")]
    [InlineData("La versione sarà pronta entro il 20 giugno.", "2013-06-20")]
    [InlineData("Ti manderò il file domani", "2013-06-12")]
    [InlineData("Contiamo di finire entro fine settimana", "2013-06-14")]
    [InlineData("Mandateci il file entro venerdì", null)]
    [InlineData("> We will fix it by Friday.", null)]
    [InlineData("We will fix it by 31 June", null)]
    [InlineData("We will fix it by 1/6/2013", null)]
    public void A_promise_is_an_undertaking_with_a_day_that_is_still_to_come(string text, string? day) =>
        Assert.Equal(day, Telltale.Promise(text, Written)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("Is it fixed?", true)]
    [InlineData("Когда?\nСпасибо", true)]
    [InlineData("\"Come mai?\" chiede il capo", true)]
    [InlineData("See http://shop.example/?id=7 please", false)]
    [InlineData("On Monday you wrote:\n> Is it fixed?", false)]
    [InlineData("Thanks\n-- \nAny questions? Call us", false)]
    [InlineData("It says a?b:c in the log", false)]
    public void A_question_is_the_author_s_own(string text, bool asks) => Assert.Equal(asks, Telltale.Asks(text));

    [Theory]
    [InlineData("Please see attached.", true)]
    [InlineData("I've attached the log", true)]
    [InlineData("Attached is the list", true)]
    [InlineData("Please find the attached file", true)]
    [InlineData("Смотрите вложение", true)]
    [InlineData("Прилагаю снимок", true)]
    [InlineData("Файл в приложении", true)]
    [InlineData("Ho allegato lo schermo", true)]
    [InlineData("Vedi allegato", true)]
    [InlineData("Trova in allegato la lista", true)]
    [InlineData("Allego la lista", true)]
    [InlineData("The list is attached.", true)]
    [InlineData("The printer is attached to the wall.", false)]
    [InlineData("The attachment window does not open", false)]
    [InlineData("Ошибка при сохранении приложения", false)]
    [InlineData("> see attached", false)]
    public void A_file_is_spoken_of_only_where_one_is_announced(string text, bool speaks) => Assert.Equal(speaks, Telltale.SpeaksOfFile(text));

    [Fact]
    public void Hostile_text_costs_little()
    {
        var text = string.Concat(Enumerable.Repeat("we will by attached to the ? in ", 200_000));
        Assert.Null(Telltale.Promise(text, Written));
        Assert.True(Telltale.Asks(text));
        Assert.False(Telltale.SpeaksOfFile(text));
    }
}
