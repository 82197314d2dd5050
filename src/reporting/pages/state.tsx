/** 草稿 or 定稿, by shape and word. */
export function ReportState({ state }: { state: 'draft' | 'final' }) {
  return state === 'final' ? <span class="st pass">定稿</span> : <span class="st pend">草稿</span>
}
