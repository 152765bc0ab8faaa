using Edge.Store;
using Edge.Tests.Store.Model;
using Xunit;

namespace Edge.Tests.Store;

/// <summary>The pipeline against the slow model of the specification, bit by bit, on lives drawn from
/// seeds.</summary>
public class PipelineModelTests
{
    private const int Lives = 4000;

    [Fact]
    public void Random_charts_store_what_the_model_stores_on_every_path()
    {
        int fast = 0;
        for (int seed = 1; seed <= Lives; seed++)
        {
            fast += Live(seed, plainOnly: seed % 3 == 0);
        }

        // Else the fast path would be untested and this test would not say so.
        Assert.InRange(fast, Lives * 2, int.MaxValue);
    }

    /// <summary>To look at one failure alone, put its seed here.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public void One_random_chart_stores_what_the_model_stores(int seed, bool plainOnly) =>
        Live(seed, plainOnly);

    private static int Live(int seed, bool plainOnly)
    {
        var random = new RandomChart(seed);
        var model = new ModelChart(
            random.UpdateEvery, random.Entries, random.PassOnly, random.StoreFirst, random.GapLimit);
        Contender[] contenders =
        [
            new(random, CommitPath.Chart), new(random, CommitPath.Outside), new(random, CommitPath.General),
        ];
        int dimensions = random.Next(6);
        for (int i = 0; i < dimensions; i++)
        {
            Add(random, model, contenders, plainOnly);
        }

        int rounds = 20 + random.Next(20);
        for (int round = 0; round < rounds; round++)
        {
            Change(random, model, contenders, plainOnly);
            ModelCollection collection = random.Collect();
            string what = $"seed {seed} ({plainOnly}), round {round}, {collection}";
            model.Collect(collection);
            foreach (Contender contender in contenders)
            {
                contender.Collect(collection);
                contender.AssertEquals(model, what);
            }

            if (round % 5 == 4 || round == rounds - 1)
            {
                contenders[0].AssertRowsEqual(model, what);
                contenders[0].AssertRowsEqual(contenders[2], what);
                contenders[1].AssertRowsEqual(contenders[2], what);
            }
        }

        Array.ForEach(contenders, contender => contender.Dispose());
        return contenders[1].Fast;
    }

    /// <summary>Now and then something is defined again, or anew.</summary>
    private static void Change(RandomChart random, ModelChart model, Contender[] contenders, bool plainOnly)
    {
        if (random.Chance(25))
        {
            Add(random, model, contenders, plainOnly);
        }

        if (model.Dimensions.Count > 0 && random.Chance(25))
        {
            Describe(random, model, contenders, plainOnly, random.Next(model.Dimensions.Count));
        }

        if (random.Chance(40))
        {
            bool storeFirst = random.Chance(4) ? random.FlipStoreFirst() : random.StoreFirst;
            model.SyncClock = true;
            model.StoreFirst = storeFirst;
            Array.ForEach(contenders, contender => contender.Redefine(storeFirst));
        }
    }

    private static void Add(RandomChart random, ModelChart model, Contender[] contenders, bool plainOnly)
    {
        random.AddSource();
        model.Add();
        Describe(random, model, contenders, plainOnly, model.Dimensions.Count - 1);
    }

    private static void Describe(
        RandomChart random, ModelChart model, Contender[] contenders, bool plainOnly, int index)
    {
        (Algorithm Algorithm, long Multiplier, long Divisor, bool NoReset) said =
            plainOnly ? random.DescribePlain() : random.Describe();
        ModelDimension dimension = model.Dimensions[index];
        (dimension.Algorithm, dimension.Multiplier, dimension.Divisor, dimension.NoReset) = said;
        model.SyncClock = true;
        Array.ForEach(contenders, contender => contender.Define(index, said));
    }
}
