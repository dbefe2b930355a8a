package io.tandem.ops.lab.tls;

import io.tandem.ops.lab.tls.LabCertificate.KeyAlgorithm;
import io.tandem.ops.lab.tls.LabCertificate.Request;
import io.tandem.ops.lab.tls.LabCertificate.Usage;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for a lab: one root, made anew each time, that signs what it is asked to sign. Its key lives
 * as long as this object. Bouncy Castle shapes the certificates (RFC 5280); the JDK makes keys and signatures.
 */
public final class LabAuthority {
    private static final Duration LIFE = Duration.ofDays(365);
    /** Clocks differ: what is issued now is already valid there. */
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final int SERIAL_BITS = 120;

    private final SecureRandom random;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private LabAuthority(SecureRandom random, KeyPair keys, X509Certificate certificate) {
        this.random = random;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** An authority that is valid for a year from {@code now}, with an EC key. */
    public static LabAuthority create(Instant now) {
        return create(now, KeyAlgorithm.EC_P256, new SecureRandom());
    }

    public static LabAuthority create(Instant now, KeyAlgorithm algorithm, SecureRandom random) {
        try {
            KeyPair keys = newKeys(algorithm, random);
            BigInteger serial = serial(random);
            X500Name name = name("Tandem lab root " + serial.toString(36).substring(0, 6));
            var builder = new JcaX509v3CertificateBuilder(name, serial, Date.from(now.minus(BACKDATED)),
                    Date.from(now.plus(LIFE)), name, keys.getPublic());
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.subjectKeyIdentifier, false,
                    extensions.createSubjectKeyIdentifier(keys.getPublic()));
            return new LabAuthority(random, keys, signed(builder, keys, random));
        } catch (GeneralSecurityException | IOException | OperatorCreationException impossible) {
            throw new IllegalStateException("no root certificate: " + impossible.getMessage(), impossible);
        }
    }

    /** The root, for who is to trust it. */
    public String certificatePem() {
        return Pem.certificate(certificate);
    }

    /** Signs what is asked for, with a new key; also what nobody should accept, for that is to be tried too. */
    public LabCertificate issue(Request request) {
        try {
            KeyPair subject = newKeys(request.keys(), random);
            var builder = new JcaX509v3CertificateBuilder(certificate, serial(random), Date.from(request.notBefore()),
                    Date.from(request.notAfter()), name(request.commonName()), subject.getPublic());
            extend(builder, request, subject);
            return new LabCertificate(Pem.certificate(signed(builder, keys, random)),
                    Pem.privateKey(subject.getPrivate()));
        } catch (GeneralSecurityException | IOException | OperatorCreationException impossible) {
            throw new IllegalStateException("no certificate for " + request.commonName() + ": "
                    + impossible.getMessage(), impossible);
        }
    }

    private void extend(JcaX509v3CertificateBuilder builder, Request request, KeyPair subject)
            throws IOException, GeneralSecurityException {
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        int forWhat = request.keys() == KeyAlgorithm.EC_P256
                ? KeyUsage.digitalSignature
                : KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(forWhat));
        builder.addExtension(Extension.subjectKeyIdentifier, false,
                extensions.createSubjectKeyIdentifier(subject.getPublic()));
        builder.addExtension(Extension.authorityKeyIdentifier, false,
                extensions.createAuthorityKeyIdentifier(certificate));
        if (!request.usages().isEmpty()) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(request.usages()
                    .stream()
                    .sorted()
                    .map(LabAuthority::purpose)
                    .toArray(KeyPurposeId[]::new)));
        }
        if (!request.dnsNames().isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(request.dnsNames()
                    .stream()
                    .map(name -> new GeneralName(GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new)));
        }
    }

    private static KeyPurposeId purpose(Usage usage) {
        return switch (usage) {
            case SERVER_AUTH -> KeyPurposeId.id_kp_serverAuth;
            case CLIENT_AUTH -> KeyPurposeId.id_kp_clientAuth;
        };
    }

    private static KeyPair newKeys(KeyAlgorithm algorithm, SecureRandom random) throws GeneralSecurityException {
        return switch (algorithm) {
            case EC_P256 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"), random);
                yield generator.generateKeyPair();
            }
            case RSA_2048 -> rsaKeys(2_048, random);
            case RSA_1024 -> rsaKeys(1_024, random);
        };
    }

    private static KeyPair rsaKeys(int bits, SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits, random);
        return generator.generateKeyPair();
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair issuer, SecureRandom random)
            throws OperatorCreationException, GeneralSecurityException {
        String algorithm = issuer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        var signer = new JcaContentSignerBuilder(algorithm).setSecureRandom(random).build(issuer.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS); // never short, never negative
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
    }
}
