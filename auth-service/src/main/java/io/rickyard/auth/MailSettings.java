package io.rickyard.auth;

import io.micronaut.context.annotation.Property;
import io.rickyard.auth.mail.MailTemplates;
import io.rickyard.auth.mail.MailTransport;
import io.rickyard.auth.smtp.SmtpServer;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be set of mail. */
@Singleton
final class MailSettings {

  private static final String TRANSPORT = "rickyard.auth.mail.transport";
  private static final String FROM = "rickyard.auth.mail.from";
  private static final String TEMPLATES = "rickyard.auth.mail.templates";
  private static final String HOST = "rickyard.auth.mail.smtp.host";
  private static final String PORT = "rickyard.auth.mail.smtp.port";
  private static final String SECURITY = "rickyard.auth.mail.smtp.security";
  private static final String USERNAME = "rickyard.auth.mail.smtp.username";
  private static final String PASSWORD = "rickyard.auth.mail.smtp.password";
  private static final int HIGHEST_PORT = 65_535;

  private final MailTransport transport;
  private final @Nullable SmtpServer server;
  private final MailTemplates templates;

  MailSettings(
      @Property(name = TRANSPORT, defaultValue = "none") String transport,
      @Nullable @Property(name = FROM) String from,
      @Property(name = "rickyard.auth.mail.sender-name", defaultValue = "Rickyard") String name,
      @Nullable @Property(name = TEMPLATES) String templates,
      @Nullable @Property(name = HOST) String host,
      @Property(name = PORT, defaultValue = "587") int port,
      @Property(name = SECURITY, defaultValue = "starttls") String security,
      @Nullable @Property(name = USERNAME) String username,
      @Nullable @Property(name = PASSWORD) String password) {
    this.transport = named(MailTransport.class, TRANSPORT, transport);
    this.server =
        this.transport == MailTransport.SMTP
            ? server(from, name, host, port, security, username, password)
            : null;
    this.templates = templates(templates);
  }

  MailTransport transport() {
    return transport;
  }

  MailTemplates templates() {
    return templates;
  }

  /** Where mail is handed over, if it leaves by SMTP. */
  SmtpServer server() {
    if (server == null) {
      throw new InvalidSetting(TRANSPORT, "is not smtp");
    }
    return server;
  }

  private static SmtpServer server(
      @Nullable String from,
      String name,
      @Nullable String host,
      int port,
      String security,
      @Nullable String username,
      @Nullable String password) {
    if (host == null || host.isBlank()) {
      throw new InvalidSetting(HOST, "is missing, with " + TRANSPORT + "=smtp");
    }
    if (from == null) {
      throw new InvalidSetting(FROM, "is missing, with " + TRANSPORT + "=smtp");
    }
    if (port < 1 || port > HIGHEST_PORT) {
      throw new InvalidSetting(PORT, "is no port: " + port);
    }
    if ((username == null) != (password == null)) {
      throw new InvalidSetting(PASSWORD, "and " + USERNAME + " go together");
    }
    return new SmtpServer(
        host,
        port,
        named(SmtpServer.Security.class, SECURITY, security),
        username,
        password,
        address(from),
        name);
  }

  private static String address(String from) {
    try {
      return new EmailAddress(from).value();
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(FROM, "is no address", e);
    }
  }

  private static MailTemplates templates(@Nullable String directory) {
    try {
      return MailTemplates.read(directory == null ? null : Path.of(directory));
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(TEMPLATES, String.valueOf(e.getMessage()), e);
    }
  }

  private static <E extends Enum<E>> E named(Class<E> type, String setting, String value) {
    try {
      return Enum.valueOf(type, value.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      String known =
          String.join(
              ", ",
              Arrays.stream(type.getEnumConstants())
                  .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                  .toList());
      throw new InvalidSetting(setting, "is none of " + known, e);
    }
  }
}
