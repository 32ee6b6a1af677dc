package io.rickyard.auth.smtp;

import io.rickyard.auth.mail.MailCarrier;
import io.rickyard.auth.mail.MailHtml;
import io.rickyard.auth.mail.MailMessage;
import io.rickyard.auth.mail.MailNotCarried;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Hands messages over to an SMTP server, each as a text and as a page. */
public final class SmtpCarrier implements MailCarrier {

  private static final String PATIENCE_IN_MILLIS = "10000";
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final SmtpServer server;
  private final Session session;
  private final Clock clock;

  /** To this server. */
  public SmtpCarrier(SmtpServer server, Clock clock) {
    this.server = server;
    this.session = Session.getInstance(properties(server), authenticator(server));
    this.clock = clock;
  }

  @Override
  public void carry(MailMessage message) throws MailNotCarried {
    try {
      Transport.send(written(message));
    } catch (SendFailedException e) {
      boolean noSuchAddress = e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0;
      throw new MailNotCarried(
          server.host() + (noSuchAddress ? " refuses the address" : " does not take it now"),
          !noSuchAddress,
          e);
    } catch (MessagingException | UnsupportedEncodingException e) {
      throw new MailNotCarried(server.host() + " cannot be reached or used", true, e);
    }
  }

  private MimeMessage written(MailMessage message)
      throws MessagingException, UnsupportedEncodingException {
    var written = new MimeMessage(session);
    written.setFrom(new InternetAddress(server.from(), server.name(), UTF_8));
    written.setRecipient(Message.RecipientType.TO, new InternetAddress(message.to().value()));
    written.setSubject(message.subject(), UTF_8);
    written.setSentDate(Date.from(clock.instant()));
    // Holidays and bounces of mailing lists are not answered to a machine (RFC 3834).
    written.setHeader("Auto-Submitted", "auto-generated");
    var text = new MimeBodyPart();
    text.setText(message.text(), UTF_8);
    var page = new MimeBodyPart();
    page.setText(MailHtml.of(message.text()), UTF_8, "html");
    written.setContent(new MimeMultipart("alternative", text, page));
    return written;
  }

  private static Properties properties(SmtpServer server) {
    var properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.username() != null));
    properties.setProperty("mail.smtp.connectiontimeout", PATIENCE_IN_MILLIS);
    properties.setProperty("mail.smtp.timeout", PATIENCE_IN_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", PATIENCE_IN_MILLIS);
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    switch (server.security()) {
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
      case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
    }
    return properties;
  }

  private static @Nullable Authenticator authenticator(SmtpServer server) {
    if (server.username() == null) {
      return null;
    }
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(server.username(), server.password());
      }
    };
  }
}
