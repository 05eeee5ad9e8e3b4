/**
 * One way to say no: {@code application/problem+json} (RFC 9457) with a stable code, what to do,
 * and nothing of the inside. On {@code /v2} the body is the Open Inference Protocol's {@code
 * {"error": ...}}.
 */
package io.cuvette.service.error;
