namespace Edge.Query;

/// <summary>
/// One dimension's group on its way to a value (spec query 3). Takes the samples that exist, in order, in
/// blocks. What <see cref="Grouping.Ses"/> and <see cref="Grouping.Des"/> carry lives on from row to row.
/// </summary>
internal struct Accumulator
{
    private long _count;

    /// <summary>Samples ever, for the smoothing methods.</summary>
    private long _seen;

    /// <summary>Sum, extreme, mean, first sample or level.</summary>
    private double _a;

    /// <summary>Sum of squares, last sample or trend.</summary>
    private double _b;

    public void Add(Grouping grouping, ReadOnlySpan<double> samples, double alpha)
    {
        switch (grouping)
        {
            case Grouping.Min or Grouping.Max:
                AddExtreme(samples, grouping == Grouping.Max);
                break;
            case Grouping.StdDev or Grouping.Cv:
                AddDeviation(samples);
                break;
            case Grouping.IncrementalSum:
                AddEnds(samples);
                break;
            case Grouping.Ses:
                AddSes(samples, alpha);
                break;
            case Grouping.Des:
                AddDes(samples, alpha);
                break;
            default:
                AddSum(samples);
                break;
        }

        _count += samples.Length;
    }

    /// <summary>The value of the group; false: it is empty. Prepares for the next group.</summary>
    /// <param name="grouping">As in <see cref="Add"/>.</param>
    /// <param name="divisor">Of resampling; 0: none.</param>
    /// <param name="value">NaN is possible, infinity is not.</param>
    public bool TryTake(Grouping grouping, double divisor, out double value)
    {
        long count = _count;
        _count = 0;
        value = 0;
        if (count == 0)
        {
            return false;
        }

        switch (grouping)
        {
            case Grouping.Average:
                value = divisor > 0 ? _a / divisor : _a / count;
                break;
            case Grouping.StdDev:
                value = count == 1 ? 0 : Math.Sqrt(_b / (count - 1));
                break;
            case Grouping.Cv:
                value = count == 1 ? 0 : 100 * Math.Sqrt(_b / (count - 1)) / Math.Abs(_a);
                break;
            case Grouping.IncrementalSum:
                value = count == 1 ? 0 : _b - _a;
                break;
            default:
                value = _a;
                break;
        }

        if (grouping is not (Grouping.Ses or Grouping.Des))
        {
            (_a, _b) = (0, 0);
        }

        if (double.IsInfinity(value))
        {
            value = 0;
            return false;
        }

        return true;
    }

    /// <summary>The reference's median: of an even number above two, one place too high.</summary>
    public static double Median(Span<double> samples)
    {
        samples.Sort();
        int middle = samples.Length / 2;
        return samples.Length switch
        {
            2 => Middle(samples[0], samples[1]),
            _ when samples.Length % 2 == 0 => Middle(samples[middle], samples[middle + 1]),
            _ => samples[middle],
        };
    }

    private static double Middle(double a, double b)
    {
        double value = (a + b) / 2;
        return Ties.IsNear(value, 2)
            ? Ties.Settle(value, (Extended.OfSample(a) + Extended.OfSample(b)) / Extended.Of(2))
            : value;
    }

    /// <summary>In order of time, as the reference adds; another order would round differently.</summary>
    private void AddSum(ReadOnlySpan<double> samples)
    {
        double sum = _a;
        foreach (double sample in samples)
        {
            sum += sample;
        }

        _a = sum;
    }

    /// <summary>By magnitude, sign kept; of equal ones the first.</summary>
    private void AddExtreme(ReadOnlySpan<double> samples, bool isMax)
    {
        for (int i = 0; i < samples.Length; i++)
        {
            double difference = Math.Abs(samples[i]) - Math.Abs(_a);
            if ((i == 0 && _count == 0) || (isMax ? difference > 0 : difference < 0))
            {
                _a = samples[i];
            }
        }
    }

    /// <summary>Welford: a is the mean, b the sum of squared deviations.</summary>
    private void AddDeviation(ReadOnlySpan<double> samples)
    {
        long count = _count;
        foreach (double sample in samples)
        {
            double delta = sample - _a;
            _a += delta / ++count;
            _b += delta * (sample - _a);
        }
    }

    /// <summary>a is the first sample, b the last.</summary>
    private void AddEnds(ReadOnlySpan<double> samples)
    {
        if (samples.IsEmpty)
        {
            return;
        }

        _a = _count == 0 ? samples[0] : _a;
        _b = samples[^1];
    }

    /// <summary>a is the level; it starts at the first sample ever.</summary>
    private void AddSes(ReadOnlySpan<double> samples, double alpha)
    {
        foreach (double sample in samples)
        {
            double level = _seen++ == 0 ? sample : _a;
            _a = (alpha * sample) + ((1 - alpha) * level);
        }
    }

    /// <summary>a is the level, b the trend; both rates are the same.</summary>
    private void AddDes(ReadOnlySpan<double> samples, double alpha)
    {
        foreach (double sample in samples)
        {
            if (_seen == 0)
            {
                (_a, _b) = (sample, sample);
            }
            else
            {
                if (_seen == 1)
                {
                    (_a, _b) = (sample, sample - _b);
                }

                double last = _a;
                _a = (alpha * sample) + ((1 - alpha) * (last + _b));
                _b = (alpha * (_a - last)) + ((1 - alpha) * _b);
            }

            _seen++;
        }
    }
}
