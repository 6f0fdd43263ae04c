/** What `GET /metrics` answers with. */
export interface MetricsSource {
  /** Content type of the text: that of Prometheus' exposition format. */
  readonly contentType: string
  render(): Promise<string>
}
