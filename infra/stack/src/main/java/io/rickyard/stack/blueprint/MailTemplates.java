package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where a stack's gateway serves the texts of mails, which GoTrue reads from addresses and from
 * nowhere else: under a name that is known in the stack's network only. A request from outside
 * names the project, and the edge passes on no other name.
 *
 * <p>An address has the digest of its text in it. Another text is another address, so GoTrue is
 * told of it and does not go on with what it remembers.
 */
public final class MailTemplates {

  /** The name under which the gateway serves them. */
  static final String HOST = "mail-templates";

  static final String CONTENT_TYPE = "text/html; charset=utf-8";

  private static final int DIGITS = 16;

  private MailTemplates() {}

  /**
   * The address of a template.
   *
   * @param name which kind of mail it is for, in letters and underscores
   * @param text the template
   */
  public static String address(String name, String text) {
    return "http://%s:%d%s".formatted(HOST, Gateway.PORT, path(name, text));
  }

  static String path(String name, String text) {
    return "/%s/%s".formatted(name, digest(text));
  }

  private static String digest(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
