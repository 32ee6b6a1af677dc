package io.rickyard.postgres;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A server's own certificate, which nobody vouches for: clients that encrypt get it, those that
 * verify whom they talk to go to the address for all projects. Made once and kept.
 */
final class ServerCertificate {

  private static final Duration LIFETIME = Duration.ofDays(3_650);
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 120;
  private static final int LINE = 64;

  private ServerCertificate() {}

  /** Makes it, if it is not there; the server's user alone can read the key. */
  static void require(ServerLayout layout, RunAs runAs) {
    if (Files.exists(layout.certificate()) && Files.exists(layout.certificateKey())) {
      return;
    }
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      var name = new X500Principal("CN=" + layout.root().getFileName());
      var now = Instant.now();
      var certificate =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(SERIAL_BITS, new SecureRandom()),
                  Date.from(now.minus(Duration.ofDays(1))),
                  Date.from(now.plus(LIFETIME)),
                  name,
                  pair.getPublic())
              .build(new JcaContentSignerBuilder(SIGNATURE).build(pair.getPrivate()));
      layout.write(
          layout.certificateKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()), "rw-------");
      runAs.give(layout.certificateKey());
      layout.write(layout.certificate(), pem("CERTIFICATE", certificate.getEncoded()), "rw-r--r--");
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new PostgresException("No certificate could be made for " + layout.root(), e);
    }
  }

  /** RFC 7468; a key in PKCS #8. */
  private static String pem(String label, byte[] encoded) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(encoded));
  }
}
