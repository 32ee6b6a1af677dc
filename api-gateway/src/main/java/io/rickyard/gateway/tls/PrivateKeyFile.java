package io.rickyard.gateway.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A private key in PEM, as PKCS #8 without a password. */
final class PrivateKeyFile {

  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");

  private PrivateKeyFile() {}

  static PrivateKey read(Path file) throws ServedCertificate.Unusable {
    String text;
    try {
      text = Files.readString(file, US_ASCII);
    } catch (IOException e) {
      throw new ServedCertificate.Unusable("The key %s cannot be read".formatted(file), e);
    }
    var found = PKCS8.matcher(text);
    if (!found.find()) {
      throw new ServedCertificate.Unusable(
          "%s holds no key as PKCS #8 without a password; 'openssl pkcs8 -topk8 -nodes' makes one"
              .formatted(file));
    }
    return key(file, new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1))));
  }

  private static PrivateKey key(Path file, PKCS8EncodedKeySpec bytes)
      throws ServedCertificate.Unusable {
    for (var kind : KINDS) {
      var key = key(kind, bytes);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new ServedCertificate.Unusable(
        "%s holds a key that is none of %s".formatted(file, KINDS));
  }

  private static Optional<PrivateKey> key(String kind, PKCS8EncodedKeySpec bytes)
      throws ServedCertificate.Unusable {
    try {
      return Optional.of(KeyFactory.getInstance(kind).generatePrivate(bytes));
    } catch (InvalidKeySpecException _) {
      return Optional.empty(); // of another kind
    } catch (GeneralSecurityException e) {
      throw new ServedCertificate.Unusable("Keys of the kind " + kind + " are not known", e);
    }
  }
}
