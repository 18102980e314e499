using System.Numerics;

namespace MiniTorch.Kernels;

internal static unsafe partial class Gemm
{
    // Straight from memory, without packing or tiles; also what is left of a product when k, m or n is 0.
    private static void Small<T, TVector, TSimd>(in Product<T> product)
        where T : unmanaged, INumber<T>
        where TVector : struct
        where TSimd : ITileSimd<T, TVector>
    {
        int vectorised = product.B.ColumnStride == 1 ? product.N - (product.N % TSimd.Width) : 0;
        TileEnd<T> end = new(product.Bias, product.Accumulate, product.Relu);
        for (int i = 0; i < product.M; i++)
        {
            T* c = product.C + (i * product.CRow);
            for (int j = 0; j < vectorised; j += TSimd.Width)
            {
                T* a = product.A.At(i, 0);
                T* b = product.B.At(0, j);
                TVector sum = default;
                for (int p = 0; p < product.K; p++)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Create(*a), TSimd.Load(b), sum);
                    a += product.A.ColumnStride;
                    b += product.B.RowStride;
                }

                Tile<T, TVector, TSimd>.Store(c, j, sum, end);
            }

            for (int j = vectorised; j < product.N; j++)
            {
                T* a = product.A.At(i, 0);
                T* b = product.B.At(0, j);
                T sum = T.Zero;
                for (int p = 0; p < product.K; p++)
                {
                    sum = TSimd.MultiplyAdd(*a, *b, sum);
                    a += product.A.ColumnStride;
                    b += product.B.RowStride;
                }

                end.Store(c, j, sum);
            }
        }
    }
}
