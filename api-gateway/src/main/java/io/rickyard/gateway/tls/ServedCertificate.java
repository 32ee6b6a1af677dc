package io.rickyard.gateway.tls;

import static java.util.Objects.requireNonNull;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * A certificate as it is shown to clients.
 *
 * @param source the file it came from
 * @param names the host names it is good for, wildcards as they stand in it
 * @param from from when it is valid
 * @param until until when it is valid
 * @param context what a handshake needs
 */
record ServedCertificate(
    Path source, Set<String> names, Instant from, Instant until, SslContext context) {

  private static final int DNS_NAME = 2;

  ServedCertificate {
    requireNonNull(source, "source");
    names = Set.copyOf(names);
    requireNonNull(from, "from");
    requireNonNull(until, "until");
    requireNonNull(context, "context");
  }

  /** What is wrong with the files, in words that name them and tell no secret. */
  static final class Unusable extends Exception {

    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Reads a pair; a key that is another certificate's is no use to anybody. */
  static ServedCertificate read(CertificatePair pair) throws Unusable {
    var chain = chain(pair.chain());
    var key = PrivateKeyFile.read(pair.key());
    var leaf = chain.getFirst();
    if (!fits(key, leaf)) {
      throw new Unusable("%s is not the key of %s".formatted(pair.key(), pair.chain()));
    }
    var names = names(leaf, pair.chain());
    try {
      var context =
          SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new))
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .build();
      return new ServedCertificate(
          pair.chain(),
          names,
          leaf.getNotBefore().toInstant(),
          leaf.getNotAfter().toInstant(),
          context);
    } catch (SSLException e) {
      throw new Unusable("%s cannot be used for TLS".formatted(pair.chain()), e);
    }
  }

  private static List<X509Certificate> chain(Path file) throws Unusable {
    try (InputStream in = Files.newInputStream(file)) {
      var found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new Unusable("%s holds no certificate".formatted(file));
      }
      return found;
    } catch (IOException e) {
      throw new Unusable("%s cannot be read".formatted(file), e);
    } catch (GeneralSecurityException e) {
      throw new Unusable("%s is no chain of certificates in PEM".formatted(file), e);
    }
  }

  /** Clients look at these names alone, and not at the subject. */
  private static Set<String> names(X509Certificate leaf, Path file) throws Unusable {
    try {
      Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
      var names =
          (alternatives == null ? List.<List<?>>of() : alternatives)
              .stream()
                  .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
                  .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                  .collect(Collectors.toUnmodifiableSet());
      if (names.isEmpty()) {
        throw new Unusable("%s names no host (subjectAltName)".formatted(file));
      }
      return names;
    } catch (CertificateParsingException e) {
      throw new Unusable("The names in %s cannot be read".formatted(file), e);
    }
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) throws Unusable {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    var said = new byte[] {1, 2, 3};
    try {
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(said);
      var signature = signer.sign();
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(said);
      return verifier.verify(signature);
    } catch (java.security.InvalidKeyException | java.security.SignatureException _) {
      return false; // a key of another kind
    } catch (GeneralSecurityException e) {
      throw new Unusable("A key of the kind %s is not known".formatted(key.getAlgorithm()), e);
    }
  }
}
