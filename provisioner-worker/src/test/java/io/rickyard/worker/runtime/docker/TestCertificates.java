package io.rickyard.worker.runtime.docker;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An authority of the test's, for an engine and its clients. */
final class TestCertificates {

  private final X509Bundle authority;

  TestCertificates() throws Exception {
    authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=Authority of the test")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
  }

  /** A certificate for an engine on the loopback address, as {@code dockerd} wants it. */
  Path engine(Path directory) throws Exception {
    return write(
        new CertificateBuilder()
            .ecp256()
            .subject("CN=engine")
            .addSanIpAddress("127.0.0.1")
            .addExtendedKeyUsageServerAuth()
            .buildIssuedBy(authority),
        directory);
  }

  /** A certificate for a client, as the setting {@code certificates} wants it. */
  Path client(Path directory) throws Exception {
    return write(
        new CertificateBuilder()
            .ecp256()
            .subject("CN=worker")
            .addExtendedKeyUsageClientAuth()
            .buildIssuedBy(authority),
        directory);
  }

  private Path write(X509Bundle certificate, Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("ca.pem"), authority.getCertificatePEM());
    Files.writeString(directory.resolve("cert.pem"), certificate.getCertificatePEM());
    Files.writeString(directory.resolve("key.pem"), certificate.getPrivateKeyPEM());
    return directory;
  }
}
