using System.Runtime.CompilerServices;

namespace MiniTorch.Kernels;

/// <summary>The polynomials of the error function. All interpolate at the Chebyshev nodes.</summary>
internal static partial class VectorMath
{
    /// <summary>erf(x) / x as a polynomial in z = x² ≤ ¼, error 1e−9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ErfNearZeroOfSingle<TVec, T>(TVec z)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec p = TVec.Create(0.004719082567218814);
        p = TVec.MultiplyAdd(p, z, TVec.Create(-0.026757732735015517));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.11282831428465862));
        p = TVec.MultiplyAdd(p, z, TVec.Create(-0.37612609007469805));
        p = TVec.MultiplyAdd(p, z, TVec.Create(1.1283791656017914));
        return p;
    }

    /// <summary>erf(x) / x as a polynomial in z = x² ≤ ¼, error 4e−18.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ErfNearZeroOfDouble<TVec, T>(TVec z)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec p = TVec.Create(1.4725865480556744e-06);
        p = TVec.MultiplyAdd(p, z, TVec.Create(-1.4845849259707869e-05));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.00012053335124353741));
        p = TVec.MultiplyAdd(p, z, TVec.Create(-0.0008548297753674966));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.00522397737302147));
        p = TVec.MultiplyAdd(p, z, TVec.Create(-0.026866170632887928));
        p = TVec.MultiplyAdd(p, z, TVec.Create(0.11283791670925353));
        p = TVec.MultiplyAdd(p, z, TVec.Create(-0.37612638903183476));
        p = TVec.MultiplyAdd(p, z, TVec.Create(1.1283791670955126));
        return p;
    }

    /// <summary>(x + 1)·exp(x²)·erfc(x) as a polynomial in t = (x − 2) / (x + 2), x from ½ to 10½, error 8e−9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ScaledErfcOfSingle<TVec, T>(TVec t)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec p = TVec.Create(-0.0006266453762953162);
        p = TVec.MultiplyAdd(p, t, TVec.Create(5.727154375824782e-05));
        p = TVec.MultiplyAdd(p, t, TVec.Create(0.003921715863436425));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-0.0004973392681795983));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-0.02524310373758499));
        p = TVec.MultiplyAdd(p, t, TVec.Create(0.042534431147578294));
        p = TVec.MultiplyAdd(p, t, TVec.Create(0.03781398702710762));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-0.25997478918813505));
        p = TVec.MultiplyAdd(p, t, TVec.Create(0.7661870269966641));
        return p;
    }

    /// <summary>(x + 2)·exp(x²)·erfc(x) as a polynomial in t = (x − 4) / (x + 4), x from ½ to 28, error 1e−17.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec ScaledErfcOfDouble<TVec, T>(TVec t)
        where TVec : unmanaged, ISimd<TVec, T>
        where T : unmanaged
    {
        TVec p = TVec.Create(-7.924003848050586e-09);
        p = TVec.MultiplyAdd(p, t, TVec.Create(2.167308020215042e-08));
        p = TVec.MultiplyAdd(p, t, TVec.Create(6.823699478260199e-08));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-2.5579816968675454e-07));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-2.7305483230713164e-07));
        p = TVec.MultiplyAdd(p, t, TVec.Create(2.2329315578901286e-06));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-1.1974818499413146e-06));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-1.5050562873989837e-05));
        p = TVec.MultiplyAdd(p, t, TVec.Create(4.147789221173053e-05));
        p = TVec.MultiplyAdd(p, t, TVec.Create(1.8845347816611575e-05));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-0.00041152946327266925));
        p = TVec.MultiplyAdd(p, t, TVec.Create(0.0013172949587755803));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-0.0020084715616539325));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-0.0006821612986458428));
        p = TVec.MultiplyAdd(p, t, TVec.Create(0.013783401869518945));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-0.04779530595922684));
        p = TVec.MultiplyAdd(p, t, TVec.Create(0.112925233080299));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-0.21233819791865008));
        p = TVec.MultiplyAdd(p, t, TVec.Create(0.3357693444287058));
        p = TVec.MultiplyAdd(p, t, TVec.Create(-0.45841263156053846));
        p = TVec.MultiplyAdd(p, t, TVec.Create(0.8219967457503683));
        return p;
    }
}
