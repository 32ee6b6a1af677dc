package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.org.hook.HookReception;
import io.rickyard.org.hook.InboundRequest;
import io.rickyard.org.hook.Reception;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the gateway hands over the deliveries that arrive at hooks. */
@Controller("/hooks")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class ReceptionController {

  private final HookReception reception;

  ReceptionController(HookReception reception) {
    this.reception = reception;
  }

  /** A delivery on the wire; the body in base64, byte for byte. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one request and is never compared
  record ReceiveForm(Map<String, String> headers, byte[] body, @Nullable String origin) {
    ReceiveForm {
      requireNonNull(headers, "headers");
      requireNonNull(body, "body");
    }

    InboundRequest read() {
      var lower = new HashMap<String, String>();
      headers.forEach((name, value) -> {
        if (value != null) {
          lower.put(name.toLowerCase(Locale.ROOT), value);
        }
      });
      return new InboundRequest(lower, body, origin);
    }
  }

  @Post("/{id}/receive")
  HttpResponse<?> receive(Authentication authentication, String id, @Body ReceiveForm form) {
    Callers.requireService(authentication);
    return switch (reception.receive(Reading.hook(id), form.read())) {
      case Reception.Accepted accepted ->
          HttpResponse.accepted().body(AcceptanceForm.of(accepted.acceptance()));
      case Reception.Ignored ignored ->
          HttpResponse.accepted().body(new HookForms.IgnoredForm(true, ignored.reason()));
    };
  }
}
