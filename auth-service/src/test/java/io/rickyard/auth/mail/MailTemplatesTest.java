package io.rickyard.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.auth.user.EmailAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailTemplatesTest {

  private static final EmailAddress TO = new EmailAddress("bob@example.com");
  private static final Map<String, String> ALL =
      Map.of(
          "installation", "https://rickyard.example.com",
          "link", "https://rickyard.example.com/x?token=1",
          "code", "123456",
          "lifetime", "an hour",
          "new_address", "new@example.com",
          "organization", "Acme",
          "inviter", "ada@example.com");

  @ParameterizedTest
  @EnumSource(MailPurpose.class)
  void everyPurposeHasATemplateWithoutAnEmptyPlace(MailPurpose purpose) {
    // when
    var message = MailTemplates.read(null).write(purpose, TO, ALL);

    // then
    assertThat(message.subject()).isNotBlank();
    assertThat(message.text()).contains("https://rickyard.example.com").doesNotContain("{{");
  }

  @Test
  void valueBeginsNoLineOfItsOwn() {
    // given
    var values = new HashMap<>(ALL);
    values.put("organization", "Acme\r\nBcc: everybody@example.com");

    // when
    var message = MailTemplates.read(null).write(MailPurpose.INVITATION, TO, values);

    // then
    assertThat(message.subject()).doesNotContain("\r", "\n").contains("Acme Bcc");
  }

  @Test
  void valueThatLooksLikeAPlaceStaysAsItIs() {
    // given
    var values = new HashMap<>(ALL);
    values.put("organization", "{{link}}$1");

    // when
    var message = MailTemplates.read(null).write(MailPurpose.INVITATION, TO, values);

    // then
    assertThat(message.subject()).endsWith("{{link}}$1");
  }

  @Test
  void missingValueIsNoMessage() {
    assertThatThrownBy(() -> MailTemplates.read(null).write(MailPurpose.RECOVERY, TO, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("installation");
  }

  @Test
  void ownFileStandsBeforeOurs(@TempDir Path directory) throws IOException {
    // given
    Files.writeString(directory.resolve("recovery.txt"), "Hello\n\nTake {{code}}\n");

    // when
    var templates = MailTemplates.read(directory);

    // then
    assertThat(templates.write(MailPurpose.RECOVERY, TO, ALL).text()).isEqualTo("Take 123456\n");
    assertThat(templates.write(MailPurpose.MAGIC_LINK, TO, ALL).text()).contains("123456");
  }

  @Test
  void fileThatIsNoTemplateIsNamed(@TempDir Path directory) throws IOException {
    // given
    Files.writeString(directory.resolve("recovery.txt"), "only a line");

    // then
    assertThatThrownBy(() -> MailTemplates.read(directory)).hasMessageContaining("recovery.txt");
  }

  @Test
  void pageEscapesWhatTheTextSaysAndLinksWhatIsALink() {
    // when
    String page = MailHtml.of("<b>&\"'\n\nhttps://a.example/?x=1&y=2\n\n123456\n");

    // then
    assertThat(page)
        .contains("&lt;b&gt;&amp;&quot;&#39;")
        .contains("<a href=\"https://a.example/?x=1&amp;y=2\">")
        .contains(">123456</strong>");
  }
}
