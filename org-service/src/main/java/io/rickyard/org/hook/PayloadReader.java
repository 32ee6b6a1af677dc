package io.rickyard.org.hook;

/** Reads what a genuine delivery says. */
public interface PayloadReader {

  /**
   * The facts in the body.
   *
   * @param provider who sent it
   * @param event what the headers call it; may be empty, then the body says
   * @throws io.rickyard.org.refusal.Refused when the body is none that the provider sends
   */
  DeliveryFacts read(HookProvider provider, InboundRequest request, String event);
}
