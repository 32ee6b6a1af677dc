/**
 * Takes work in and publishes its command; answers nothing before the promise can be kept. Knows no
 * HTTP form.
 */
@NullMarked
package io.rickyard.gateway.acceptance;

import org.jspecify.annotations.NullMarked;
