package io.tandem.ops.lab.audio;

/** The discrete Fourier transform, in place, for lengths that are powers of two (Cooley and Tukey, radix 2). */
final class Fourier {

    private Fourier() {}

    static void transform(double[] real, double[] imaginary) {
        int length = real.length;
        if (Integer.bitCount(length) != 1 || imaginary.length != length) {
            throw new IllegalArgumentException("length " + length);
        }
        reorder(real, imaginary);
        double[] cosines = new double[length / 2];
        double[] sines = new double[length / 2];
        for (int i = 0; i < length / 2; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / length);
            sines[i] = -Math.sin(2 * Math.PI * i / length);
        }
        for (int half = 1; half < length; half *= 2) {
            butterflies(real, imaginary, half, cosines, sines);
        }
    }

    private static void butterflies(double[] real, double[] imaginary, int half, double[] cosines, double[] sines) {
        int step = real.length / (2 * half);
        for (int block = 0; block < real.length; block += 2 * half) {
            for (int i = 0; i < half; i++) {
                int even = block + i;
                int odd = even + half;
                double c = cosines[i * step];
                double s = sines[i * step];
                double r = real[odd] * c - imaginary[odd] * s;
                double m = real[odd] * s + imaginary[odd] * c;
                real[odd] = real[even] - r;
                imaginary[odd] = imaginary[even] - m;
                real[even] += r;
                imaginary[even] += m;
            }
        }
    }

    private static void reorder(double[] real, double[] imaginary) {
        int shift = 32 - Integer.numberOfTrailingZeros(real.length);
        for (int i = 0; i < real.length; i++) {
            int j = shift == 32 ? i : Integer.reverse(i) >>> shift;
            if (j > i) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double held = values[i];
        values[i] = values[j];
        values[j] = held;
    }
}
