package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Issues certificates, and connects as a client that trusts nobody else. */
final class TestAuthority {

  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final int SEQUENCE = 0x30;
  private static final int DNS_NAME = 0x82;

  private final X509Bundle root;
  private final X509Bundle intermediate;

  TestAuthority() {
    try {
      root = authority("CN=Root of the test").buildSelfSigned();
      intermediate = authority("CN=Authority of the test").buildIssuedBy(root);
    } catch (Exception e) {
      throw new AssertionError("No authority could be made", e);
    }
  }

  private static CertificateBuilder authority(String subject) {
    return new CertificateBuilder().ecp256().subject(subject).setIsCertificateAuthority(true);
  }

  /** A certificate for these names that ends when it is said. */
  X509Bundle issue(Instant until, String... names) {
    var builder =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=of the test")
            .notBefore(Instant.now().minus(Duration.ofDays(30)))
            .notAfter(until);
    builder.addExtensionOctetString(ALTERNATIVE_NAMES, false, der(names));
    try {
      return builder.buildIssuedBy(intermediate);
    } catch (Exception e) {
      throw new AssertionError("No certificate could be issued", e);
    }
  }

  /** The builder's own way takes no wildcards. */
  private static byte[] der(String... names) {
    var sequence = new ByteArrayOutputStream();
    for (var name : names) {
      sequence.write(DNS_NAME);
      sequence.write(name.length());
      sequence.writeBytes(name.getBytes(US_ASCII));
    }
    var der = new ByteArrayOutputStream();
    der.write(SEQUENCE);
    der.write(sequence.size());
    der.writeBytes(sequence.toByteArray());
    return der.toByteArray();
  }

  /** A certificate for these names that lasts. */
  X509Bundle issue(String... names) {
    return issue(Instant.now().plus(Duration.ofDays(90)), names);
  }

  static void write(X509Bundle certificate, Path chain, Path key) {
    write(certificate.getCertificatePathPEM(), chain);
    write(certificate.getPrivateKeyPEM(), key);
  }

  /** As certificate clients do it: a new file in the place of the old one. */
  static void write(String pem, Path file) {
    try {
      Files.createDirectories(file.getParent());
      var made = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), pem);
      Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new one each time: a client that knows a session asks for the name of that. */
  private SSLContext client() {
    try {
      var client = SSLContext.getInstance("TLS");
      client.init(null, new TrustManager[] {root.toTrustManager()}, null);
      return client;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A connection on which the server has proved to be who is asked for. */
  SSLSocket connect(int port, String name) throws IOException {
    return over(new Socket(InetAddress.getLoopbackAddress(), port), name);
  }

  /** The same over a connection that is there. */
  SSLSocket over(Socket plain, String name) throws IOException {
    var socket = (SSLSocket) client().getSocketFactory().createSocket(plain, name, 0, true);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** A connection of a client that asks for no name. */
  SSLSocket connectNamelessly(int port) throws IOException {
    var socket = (SSLSocket) client().getSocketFactory().createSocket("127.0.0.1", port);
    socket.startHandshake();
    return socket;
  }
}
