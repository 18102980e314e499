namespace MiniTorch;

/// <summary>Fast mode's part of the report: the products vᵀJu, and what a search element by element found where one is wrong.</summary>
internal sealed partial class GradCheckReport
{
    private int _products;
    private double _worstProductRatio = -1;
    private (ElementRange Output, ElementRange Input, string Text) _worstProduct;
    private GradCheckReport? _found;

    /// <summary>The output and the input whose products are furthest apart, if that is further than allowed.</summary>
    public (ElementRange Output, ElementRange Input)? Mismatch => _worstProductRatio > 1 ? (_worstProduct.Output, _worstProduct.Input) : null;

    /// <summary>vᵀJu of an output and an input, where the weights of the elements, uᵢvⱼ, have the given sum.</summary>
    public void Compare(ElementRange output, ElementRange input, double analytical, double numerical, double weight)
    {
        double allowed = settings.Allowed(numerical, weight);
        double ratio = GradCheckSettings.Ratio(analytical, numerical, allowed);
        _products++;
        if (ratio > _worstProductRatio)
        {
            _worstProductRatio = ratio;
            _worstProduct = (output, input, $"of {outputName(output.Tensor)} for {inputName(input.Tensor)}: {Numbers(analytical, numerical, allowed)}");
        }
    }

    /// <summary>The report of a search of the mismatch, to be filled and shown as part of this one.</summary>
    public GradCheckReport Searched() => _found = new GradCheckReport(settings, outputName, inputName);

    private string? WrongProduct()
    {
        if (_found is null)
        {
            return null;
        }

        string search = _found._wrong > 0
            ? _found.Elements()
            : $"slow mode cannot reproduce it: {_found.Elements()}. The check may pass with fastMode: false";
        return $"in fast mode, vᵀJu {_worstProduct.Text}{Environment.NewLine}element by element, {search}";
    }
}
