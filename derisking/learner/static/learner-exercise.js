// Made by python3 run.py build of 89 files in learner/src, live/src and the course's extension, sha256 9b4f6830ae9c1bb7, with esbuild 0.28.2. No code of others is in it. Edit there, not here.
(()=>{var I={walks:!1},re=t=>/^(Tab|Arrow)/.test(t.key);document.addEventListener("keydown",t=>re(t)&&(I.walks=!0),!0);document.addEventListener("pointerdown",()=>I.walks=!1,!0);var ve=globalThis[Symbol.for("derisking.ids")]??={count:0};function s(t,e={},...r){let[o,...n]=t.split("."),d=document.createElement(o);n.length&&(d.className=n.join(" "));for(let[i,a]of Object.entries(e))a!=null&&(i.startsWith("on")?d.addEventListener(i.slice(2),a):i==="style"?d.style.cssText=a:i==="html"?d.innerHTML=a:i in d&&!i.includes("-")?d[i]=a:d.setAttribute(i,a));return d.append(...r.filter(i=>i!=null)),d}function k(t,e,...r){let o=document.createElementNS("http://www.w3.org/2000/svg",t);for(let[n,d]of Object.entries(e))o.setAttribute(n,d);return o.append(...r),o}function O(t,e){let r=new t.CSSStyleSheet;r.replaceSync(e),t.document.adoptedStyleSheets=[...t.document.adoptedStyleSheets,r]}function F(t,e,r){let o=s("iframe",{title:"What is printed",style:"position:fixed;right:0;bottom:0;width:0;height:0;border:0"});document.body.append(o),o.contentDocument.title=r,O(o.contentWindow,e),o.contentDocument.body.append(t.cloneNode(!0)),o.contentDocument.querySelectorAll("details").forEach(n=>n.open=!0),o.contentWindow.addEventListener("afterprint",()=>setTimeout(()=>o.remove())),o.contentWindow.print()}var R="[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?",oe=RegExp(`^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?(?:[%€$£¥]|per ?cent|${R}(?: ?(?:per |/ ?)${R})?)?\\.?$`),ne=t=>t.replace(/[！-～]/g,e=>String.fromCharCode(e.charCodeAt(0)-65248)).replaceAll("−","-").replaceAll("。",".").replaceAll("、",",");function B(t){let e=ne(String(t)).trim().replace(/[\s_]+/g," ").replace(/([0-9])[ '](?=[0-9]{3}(?![0-9]))/g,"$1"),[,r]=e.match(oe)??[];if(!r||/^[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/.test(r))return null;let o=Number(r.replace(",","."));return Number.isFinite(o)?o:null}var v=(t,e,r)=>`${t} ${t===1?e:r}`;function C(t,e,r,o){let n=s(o?"figure.dr-picture.dr-broad":"figure.dr-picture"),d=s("span",{role:"status"}),i=0,a,l=r(()=>c(!0));function c(p){let f=[B(e.node.querySelector("input.dr-number")?.value??""),t.share,t.share===void 0?i:Math.max(i,1)];if(!p&&f.join()===a)return;a=f.join();let{drawing:h,words:q}=l(...f);n.replaceChildren(h,s("figcaption",{},d)),d.textContent=q}e.node.before(n),t.card.addEventListener("submit",()=>i+=1,!0),t.card.addEventListener("input",()=>c()),document.addEventListener("dr-answered",()=>c()),c()}var S=(t,e,...r)=>k("svg",{viewBox:e,role:"img","aria-label":t},...r),x=(t,e,r,o={})=>k("text",{x:t,y:e,...o},r),z=(t,e,r,o,n)=>k("rect",{x:t,y:e,width:r,height:o,...n});function U(t,e){return e.style.animationDelay=`${t}ms`,e}var W=150,de=1200,M=[];for(let t=-20;t<20;t+=1)for(let e=-20;e<20;e+=1)M.push({x:t,y:e,far:Math.hypot(Math.max(-t,t+1),Math.max(-e,e+1))*10});M.sort((t,e)=>t.far-e.far||t.y-e.y||t.x-e.x);var D=M.filter(({far:t})=>t<=W).length;function ie(t,e){if(e===void 0)return{drawing:S("A wafer of 300 mm with one die of 10 by 10 mm on it.","-172 -158 344 350",P(),z(0,-10,10,10,{class:"dr-die dr-hit"}),...se()),words:"One die on the wafer, to scale. Check your number, and as many dies are laid out."};let r=Math.max(0,Math.floor(t)),o=M.slice(0,Math.min(r,de)),n=r-Math.min(r,D),d=({x:l,y:c,far:p})=>U(p*6,z(l*10,c*10,10,10,{class:p>W?"dr-die dr-over-edge":"dr-die"})),i=n?`${v(n,"die hangs","dies hang")} over the edge, where the wafer ends.`:r<600?"The wafer has room for more.":`All of them lie on the wafer. Laid out like this, ${D-r} more would fit: the rule is an estimate.`,a=`Your ${v(r,"die","dies")}. ${i}`;return{drawing:S(a,"-172 -158 344 350",P(),...o.map(d)),words:a}}var P=()=>k("circle",{r:W,class:"dr-disc"}),se=()=>[k("path",{d:"M-150 166H150M-150 161V171M150 161V171",class:"dr-rule"}),x(0,184,"300 mm",{"text-anchor":"middle"}),x(16,-1,"10 mm × 10 mm")],_=[[.4,.6],[4.4,8.3],[7.5,.8],[9.7,2.7],[6.2,7.4],[9.6,5.5],[7.6,4.5],[2.7,5.6],[7.5,3.5],[8.8,2.6],[3.7,7.3],[.6,6.3],[8.5,6.7],[6.7,6.8],[6.7,7.6],[4.3,4.4],[2.8,1.6],[8.4,2.6],[1.5,8.3],[1.4,4.7]],ae=([t,e],r)=>`${Math.floor(t/r)} ${Math.floor(e)}`,j=t=>new Set(_.map(e=>ae(e,t)));function N(t,e,r,o){let n=j(t),d=[];for(let l=0;l<10;l+=1)for(let c=0;c<10/t;c+=1){let p=`${c} ${l}`,m=z(c*t*30+1,l*30+1,t*30-2,28,{class:`dr-die ${(r?n:e).has(p)?"dr-hit":""}`,rx:2});m.addEventListener("click",()=>{e[e.has(p)?"delete":"add"](p),o()}),d.push(m)}let i=_.map(([l,c])=>k("circle",{cx:l*30,cy:c*30,r:3.6,class:"dr-speck"})),a=`${v(100/t,"die","dies")} in a square, and 20 defects on it: ${v(20-n.size,"defect falls","defects fall")} on a die that another one has hit.`;return S(a,"0 0 300 300",...d,...i)}var H=(t,e)=>`${v(e.size,"die","dies")} tapped, ${100/t-e.size} left`;function le(t){let e=new Set;return(r,o)=>({drawing:N(1,e,o===1,t),words:o===1?"18 of the 100 dies are hit, two of them twice: 20 defects spoil fewer than 20 dies. This square came out as the formula expects; others differ.":`100 dies of 1 cm² from the middle of the wafer, and the 20 defects that fell on them. Tap each die that is hit: ${H(1,e)}. What share of them works?`})}function ce(t){let[e,r]=[new Set,new Set];return(o,n)=>({drawing:s("div.dr-cuts",{},N(1,e,n!==void 0,t),N(2,r,n!==void 0,t)),words:n===void 0?`The same 20 defects on the same silicon, cut into 100 dies or into 50 of twice the area. Tap those that are hit. Small: ${H(1,e)}. Large: ${H(2,r)}.`:`${100-j(1).size} of 100 small dies work, and ${50-j(2).size} of 50 large ones, for the same money.`})}function G(t,e,r,o,n,d){let i=s("input",{type:"range",...o}),a=s("span",{role:"status"}),l=s("div");function c(m=i.value){i.value=m;let[f,h]=n(Number(i.value));l.replaceChildren(f),a.textContent=h}e.node.before(s("figure.dr-picture.dr-broad",{},l,s("label.dr-slide",{},r,i),s("figcaption",{},a)));let p=()=>c(t.share===1?d:void 0);i.addEventListener("input",()=>c()),t.card.addEventListener("change",()=>c()),document.addEventListener("dr-answered",p),p()}function pe(t,e){let r=[...e.node.querySelectorAll("tbody tr")];if(!r.length)return;let o=r.map(d=>({name:d.cells[0].textContent.trim(),value:Number(d.cells[1].textContent),box:d.querySelector("input")})),n=d=>20+(d-.3)*686;G(t,e,"Move the ruler",{min:.3,max:1,step:.01,value:.4},d=>{let i=o.filter(({value:l})=>l<=d).length,a=[k("path",{d:"M20 84H500",class:"dr-rule"}),...[.4,.6,.8,1].map(l=>x(n(l),104,String(l),{"text-anchor":"middle"})),k("path",{d:`M${n(d)} 14V92`,class:"dr-limit"}),x(n(d)+6,24,d.toFixed(2),{class:"dr-ask"})];for(let{name:l,value:c,box:p}of o){let m=c<=d,f=k("circle",{cx:n(c),cy:m?76:60,r:8,class:m?"dr-gone":"dr-stored"},k("title",{},l));f.addEventListener("click",()=>p.click()),a.push(f),p.checked&&a.push(x(n(c),42,l,{"text-anchor":c>.85?"end":c<.45?"start":"middle",class:"dr-strong"}))}return[S("The products on a line, by their concentration.","0 0 520 112",...a),`Concentration of the ${o.length} products. With the ruler at ${d.toFixed(2)}, ${i?v(i,"one falls","fall").replace(/^1 /,""):"none falls"} off the list. Tap a dot: its product is ticked below and gets its name.`]})}function ue(t,e){let r=(o,n,...d)=>{let i=a=>o-40*d.reduce((l,c)=>l+Math.sin(a*Math.PI/20+c),0)/d.length;return k("path",{d:Array.from({length:161},(a,l)=>`${l?"L":"M"}${20+3*l} ${i(l).toFixed(1)}`).join(""),class:n})};G(t,e,"Correlation",{min:0,max:1,step:.1,value:0},o=>{let n=Math.acos(o),d=k("path",{d:"M20 140H500M20 220H500",class:"dr-unknown"}),i=[x(20,14,"each alone"),r(64,"dr-gone",0),r(64,"dr-own",n),x(20,130,"together"),d,r(180,"dr-both",0,n)],a=t.share===1?"At 0.6 both together still swing by 8.94 of 10: a good third of what they save at 0.0 is left.":"The dashed lines show how far one partner swings alone. How much less do both swing together at 0.6?";return[S("Two waves, and below them their sum.","0 0 520 226",...i),`Correlation ${o.toFixed(1)}. ${a}`]},.6)}var V=[[1,.8],[.7,.8],[.4,.8],[.1,.6]];function fe(t,e,r){let o=e===1?4:Math.min(1+r,3),n=p=>170-p*100,d=(p,m,f,h,q)=>U(q*500,z(p,n(f),50,Math.max(0,n(m)-n(f)),{class:h})),i=[k("path",{d:`M40 ${n(0)}H508M40 ${n(.8)}H508`,class:"dr-rule"}),x(34,n(.8)-2,"gases",{"text-anchor":"end"}),x(34,n(.8)+13,"allow 0.8",{"text-anchor":"end"})];V.forEach(([p,m],f)=>{let h=62+f*112;if(i.push(x(h+51,190,`week ${f+1}`,{"text-anchor":"middle",class:"dr-strong"})),f<o){i.push(d(h,0,p,"dr-bar dr-stored",f),d(h,p,p+.5,"dr-bar dr-delivered",f),d(h+52,0,m,"dr-bar dr-output",f));let q=p<.15;i.push(x(h+25,q?n(p)-4:n(p/2)+5,String(p),{"text-anchor":"middle",class:q?"dr-strong":"dr-on-dark"})),i.push(x(h+25,n(p+.25)+5,"+ 0.5",{"text-anchor":"middle"})),i.push(x(h+77,n(m)+17,String(m),{"text-anchor":"middle",class:"dr-on-dark"})),f||i.push(x(h+25,n(.5)+22,"store",{"text-anchor":"middle",class:"dr-on-dark"}),x(h+77,n(m)+34,"output",{"text-anchor":"middle",class:"dr-on-dark"}))}else i.push(z(h,n(1.5),102,150,{class:"dr-unknown",rx:4})),(f<3||t===null)&&i.push(x(h+51,n(.7),"?",{"text-anchor":"middle",class:"dr-ask"}))}),t!==null&&t>=0&&e!==1&&i.push(z(450,n(Math.min(t,1.5)),50,Math.min(t,1.5)*100,{class:"dr-own"}),x(475,n(Math.min(t,1.5))-5,"yours",{"text-anchor":"middle",class:"dr-ask"}));let l=V.slice(0,o).map(([p,m],f)=>`week ${f+1}: ${p} in store, output ${m}`).join("; "),c=e===1?"0.3 leave the store each week: 1, 0.7, 0.4, 0.1. In week 4 all that is there is used, and from week 5 on there is the delivery alone.":`What is in store, what is delivered on top of it, and beside it what is used, the output. What is left over is in store a week later. ${e===void 0?"Type your number, and it stands in week 4.":`Week ${o} is drawn for you: follow the store.`}`;return{drawing:S(`Bars. ${l}.`,"-56 8 566 190",...i),words:c}}var K={wafer:(t,e)=>C(t,e,()=>ie),specks:(t,e)=>C(t,e,le),ruler:pe,swing:ue,halves:(t,e)=>C(t,e,ce,!0),store:(t,e)=>C(t,e,()=>fe,!0)};var L=`/* What only exercises wear; their script brings it along (exercise/dress.js). What to do is said once, but that a card may lie in two bins wherever it may; of an argument its text says it. */
.dr-task:is(.dr-again, [data-kind="defend"]) :is(.dr-question, .dr-board:not(:has(+ .dr-listed [type="checkbox"]))) > .dr-how {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.dr-task.dr-again .dr-question > .dr-how + * {
  margin-top: 10px;
}
.dr-quiz .dr-task .dr-ways.dr-ways {
  float: none;
  min-height: 28px;
  margin: 6px 0 0;
  padding: 2px 0;
  color: var(--dr-muted);
  background: none;
  border: 0;
  font-weight: 400;
  text-decoration: underline;
}
.dr-task .dr-body > p:first-child {
  margin-top: 10px;
}
.dr-quiz .dr-task .dr-digits.dr-digits {
  text-align: right;
  font-variant-numeric: tabular-nums;
}
.dr-task math {
  font-size: 1.15em;
}
.dr-task mfrac > * {
  padding: 0.2em 0.1em;
}
.dr-task msqrt > * {
  padding-top: 0.15em;
}
.dr-quiz .dr-task p.dr-formula {
  margin: 14px 0;
  font-size: 1.6em;
  text-align: center;
}
/* answers that are the rows of a table */
.dr-quiz .dr-task .dr-tick-table label.dr-option.dr-option {
  padding: 4px 0;
  background: none;
  border: 0;
  font-weight: inherit;
}
.dr-quiz .dr-tick-table table {
  width: 100%;
  margin: 0;
  border-collapse: collapse;
}
.dr-tick-table tbody tr {
  cursor: pointer;
}
.dr-tick-table tbody tr:hover,
.dr-tick-table tbody tr:has(:checked) {
  background: var(--dr-soft);
}
.dr-quiz .dr-tick-table :is(th, td) {
  padding: 3px 10px;
  border-bottom: 1px solid var(--dr-faint);
  text-align: right;
  vertical-align: middle;
  font-variant-numeric: tabular-nums;
}
.dr-tick-table .dr-wide {
  margin: 0;
}
.dr-quiz .dr-tick-table :is(th, td):first-child {
  font-weight: 600;
  text-align: left;
}
.dr-quiz .dr-tick-table thead th {
  vertical-align: bottom;
  line-height: 1.25;
}
/* rows to put in order */
.dr-quiz .dr-row-of-table {
  display: grid;
  flex: 1;
  grid-template-columns: 2em repeat(4, minmax(0, 1fr));
  gap: 2px 12px;
  align-items: end;
}
.dr-quiz .dr-row-of-table small {
  display: block;
  color: var(--dr-muted);
  font-size: 0.75rem;
  line-height: 1.2;
}
.dr-quiz .dr-badge {
  align-self: center;
  color: var(--dr-accent);
  font-size: 1.3em;
  font-weight: 700;
}
.dr-quiz .dr-told {
  color: var(--dr-muted);
}
/* pictures that answer */
.dr-quiz figure.dr-picture {
  display: grid;
  grid-template-columns: minmax(0, 19rem) minmax(0, 1fr);
  gap: 10px 22px;
  align-items: center;
  margin: 14px 0;
}
.dr-quiz figure.dr-picture.dr-broad {
  grid-template-columns: minmax(0, 34rem);
}
.dr-picture svg {
  display: block;
  width: 100%;
  height: auto;
}
.dr-quiz.dr-exercise .dr-task figure.dr-picture > figcaption {
  color: var(--dr-text);
  font-size: 0.9375rem;
  line-height: 1.5;
}
.dr-picture text {
  fill: var(--dr-text);
  font-size: 13px;
}
.dr-picture .dr-cuts {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 18px;
}
.dr-picture :is(.dr-strong, .dr-on-dark) {
  font-weight: 700;
}
.dr-picture .dr-on-dark {
  fill: var(--dr-on-accent);
}
.dr-picture .dr-ask {
  fill: var(--dr-guess);
  font-weight: 700;
}
.dr-picture .dr-disc {
  fill: var(--dr-paper);
  stroke: var(--dr-line);
  stroke-width: 2;
}
.dr-picture .dr-die {
  fill: var(--dr-accent);
  stroke: var(--dr-paper);
  stroke-width: 1;
}
.dr-picture [viewBox="0 0 300 300"] .dr-die {
  fill: var(--dr-paper);
  stroke: var(--dr-accent);
  cursor: pointer;
}
.dr-picture .dr-die.dr-hit.dr-hit {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-die.dr-over-edge {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-speck {
  fill: var(--dr-text);
  stroke: var(--dr-paper);
  pointer-events: none;
}
.dr-picture .dr-rule {
  fill: none;
  stroke: var(--dr-line);
  stroke-width: 1.5;
}
.dr-picture .dr-stored {
  fill: var(--dr-accent);
}
.dr-picture .dr-delivered {
  fill: var(--dr-faint);
}
.dr-picture .dr-output {
  fill: var(--dr-guess);
}
.dr-picture circle:has(title) {
  cursor: pointer;
  pointer-events: all;
}
.dr-picture .dr-gone {
  fill: none;
  stroke: var(--dr-guess);
  stroke-width: 2;
}
.dr-picture .dr-both {
  fill: none;
  stroke: var(--dr-accent);
  stroke-width: 4;
}
.dr-picture .dr-limit {
  stroke: var(--dr-guess);
  stroke-width: 3;
}
.dr-quiz .dr-picture .dr-slide {
  display: flex;
  gap: 12px;
  align-items: center;
  font-weight: 600;
}
.dr-quiz .dr-picture .dr-slide input {
  flex: 1;
  accent-color: var(--dr-guess);
}
.dr-picture .dr-unknown {
  fill: none;
  stroke: var(--dr-line);
  stroke-dasharray: 4 4;
}
.dr-picture .dr-own {
  fill: none;
  stroke: var(--dr-guess);
  stroke-width: 3;
  stroke-dasharray: 7 5;
}
@container (max-width: 34rem) {
  .dr-quiz figure.dr-picture {
    grid-template-columns: minmax(0, 1fr);
  }
  .dr-quiz .dr-row-of-table.dr-row-of-table {
    grid-template-columns: 2em repeat(2, minmax(0, 1fr));
  }
  .dr-row-of-table .dr-badge {
    grid-row: span 2;
  }
  .dr-quiz .dr-broad svg text {
    font-size: 17px;
  }
  .dr-quiz .dr-broad svg .dr-on-dark {
    font-size: 15px;
  }
  .dr-quiz .dr-tick-table :is(th, td) {
    padding: 3px 4px;
    font-size: 0.875rem;
  }
  .dr-quiz .dr-tick-table thead th {
    font-size: 0.75rem;
  }
}
/* the page of a role, on paper also in the dark: a newspaper, a minute, an order, a line to take */
.dr-front {
  --dr-ink: #1c1a17;
  --dr-sheet: #fbf7ec;
  --dr-edge: #cfc6ae;
  --dr-mark: #8a2f00;
}
.dr-front:not([data-look="paper"]) {
  --dr-sheet: #ffffff;
  --dr-edge: #b9c2ca;
  --dr-mark: #174a73;
}
.dr-front[data-look="order"] {
  --dr-mark: #1b5a38;
}
.dr-front[data-look="line"] {
  --dr-mark: #5a2a6e;
}
.dr-front[data-look="letter"] {
  --dr-mark: #0b5563;
}
.dr-front[data-look="note"] {
  --dr-mark: #7a3413;
}
.dr-front[data-look="budget"] {
  --dr-mark: #4b4a14;
}
.dr-quiz .dr-front {
  position: relative;
  margin: 8px 4px 18px;
  padding: 14px 22px 20px;
  color: var(--dr-ink);
  background: var(--dr-sheet);
  border: 1px solid var(--dr-edge);
  box-shadow: 0 3px 14px #00000026;
  font-family: Georgia, "Times New Roman", serif;
  line-height: 1.5;
  print-color-adjust: exact;
}
.dr-quiz .dr-front:not([data-look="paper"]) {
  padding: 22px 30px 26px;
  border-top: 9px solid var(--dr-mark);
}
.dr-quiz .dr-front p {
  margin: 6px 0;
}
.dr-quiz .dr-front .dr-masthead {
  display: flex;
  flex-wrap: wrap;
  gap: 0 18px;
  align-items: baseline;
  justify-content: space-between;
  margin: 0 0 12px;
  padding: 0 0 6px;
  border-bottom: 3px double var(--dr-ink);
}
.dr-front .dr-masthead b {
  font-size: 1.5em;
  letter-spacing: 0.02em;
}
.dr-front:not([data-look="paper"]) .dr-masthead {
  border-bottom: 1px solid var(--dr-mark);
}
.dr-front:not([data-look="paper"]) .dr-masthead b {
  color: var(--dr-mark);
}
.dr-quiz .dr-front .dr-headline {
  margin: 4px 0 10px;
  font-size: 1.45em;
  font-weight: 700;
  line-height: 1.2;
}
.dr-quiz .dr-front:not([data-look="paper"]) .dr-headline {
  margin: 0 0 4px;
  font-size: 2em;
}
.dr-front .dr-eyebrow + .dr-headline::first-letter {
  text-transform: uppercase;
}
.dr-quiz .dr-front .dr-figures {
  margin: 0 0 10px;
  font-style: italic;
}
.dr-quiz .dr-front .dr-goes-on {
  margin: 0;
  font-style: italic;
  text-align: right;
}
.dr-quiz .dr-front .dr-columns {
  columns: 2;
  column-gap: 26px;
  margin: 0;
  padding: 0;
  list-style-position: inside;
}
.dr-front .dr-columns li {
  margin: 0 0 6px;
  padding: 1px 3px;
  break-inside: avoid;
}
.dr-front .dr-columns li::marker {
  color: var(--dr-mark);
  font-weight: 700;
}
.dr-front .dr-corrected {
  background: #ffe29a;
  text-decoration: underline wavy #b14300 1.5px;
  text-underline-offset: 4px;
}
.dr-front .dr-below {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 16px;
  margin-top: 12px;
}
.dr-front .dr-slot {
  padding: 8px 14px 12px;
  border: 2px dashed #9a8f74;
  break-inside: avoid;
}
.dr-front .dr-slot.dr-broad {
  grid-column: 1 / -1;
}
.dr-front .dr-slot.dr-set {
  border: 1px solid var(--dr-ink);
}
.dr-front:not([data-look="paper"]) .dr-slot.dr-set {
  padding: 8px 0;
  border: solid var(--dr-edge);
  border-width: 1px 0 0;
}
.dr-front:not([data-look="paper"]) .dr-slot.dr-set:first-child {
  border: 0;
}
.dr-quiz .dr-front .dr-eyebrow {
  margin: 0 0 4px;
  color: var(--dr-mark);
  font: 700 0.8125rem/1.4 system-ui, sans-serif;
  letter-spacing: 0.04em;
  text-transform: uppercase;
}
.dr-quiz .dr-front[data-look="line"] .dr-eyebrow {
  font: italic 1.05em/1.4 Georgia, serif;
  letter-spacing: 0;
  text-transform: none;
}
.dr-quiz .dr-front button {
  color: var(--dr-ink);
  background: #fffdf6;
  border-color: var(--dr-ink);
}
/* once every decision stands on it */
.dr-quiz .dr-front .dr-stamp {
  display: none;
  width: max-content;
  margin: 18px 8px 2px auto;
  padding: 2px 14px;
  color: #a3221a;
  border: 3px solid #a3221a;
  border-radius: 4px;
  font: 800 1.25em/1.4 system-ui, sans-serif;
  letter-spacing: 0.1em;
  text-transform: uppercase;
  rotate: -5deg;
}
.dr-quiz .dr-front.dr-complete .dr-stamp {
  display: block;
}
.dr-quiz .dr-front ul {
  margin: 0;
  padding-left: 1.2em;
}
.dr-quiz .dr-front li {
  margin: 3px 0;
}
.dr-quiz .dr-front a {
  color: #174a73;
}
@container (max-width: 34rem) {
  .dr-quiz .dr-front.dr-front {
    padding: 12px 14px 16px;
  }
  .dr-quiz .dr-front .dr-columns {
    columns: 1;
  }
  .dr-front .dr-below {
    grid-template-columns: minmax(0, 1fr);
  }
}
@media screen and (prefers-reduced-motion: no-preference) {
  .dr-picture .dr-disc ~ .dr-die {
    animation: dr-laid 260ms backwards;
  }
  .dr-picture .dr-bar {
    animation: dr-laid 420ms backwards;
  }
  .dr-front .dr-stamp {
    animation: dr-stamped 260ms backwards;
  }
  @keyframes dr-stamped {
    from {
      opacity: 0;
      scale: 1.8;
    }
  }
  @keyframes dr-laid {
    from {
      opacity: 0;
    }
  }
}
`;var Y=!1;function Z(t,e,r){Y||O(window,L),Y=!0;let{card:o}=t,{kind:n}=e.question;o.dataset.kind=n;let d=[...document.querySelectorAll(`.dr-task[data-kind="${n}"]`)].some(a=>a.compareDocumentPosition(o)&Node.DOCUMENT_POSITION_FOLLOWING);o.classList.toggle("dr-again",d),o.querySelectorAll(".dr-ways").forEach(a=>a.parentElement.append(a)),o.querySelectorAll("p > math").forEach(a=>a.parentElement.classList.toggle("dr-formula",a.parentElement.textContent.trim()===a.textContent.trim())),o.querySelectorAll("a").forEach(a=>/10\^\d/.test(a.textContent)&&(a.innerHTML=a.innerHTML.replace(/10\^(\d+)/g,"10<sup>$1</sup>")));let i=o.querySelector(":scope > details");i?.querySelectorAll("table").forEach(ge),i?.addEventListener("toggle",()=>i.firstChild.textContent=i.open?"Hide the table":"Show the table here"),n==="multiple"&&xe(o,r,i),n==="order"&&be(o),n==="defend"&&we(o),e.picture&&K[e.picture](t,r)}var A=t=>t.cells[0].textContent.trim(),E=t=>[...t.tBodies[0].rows],he=t=>[...t.tHead.rows[0].cells].map(e=>e.textContent.trim());function ge(t){let e=[...E(t)[0].cells].map(r=>/^[−–\d][\d.,%±–\s]*$/.test(r.textContent.trim()));for(let r of t.rows)[...r.cells].forEach((o,n)=>o.classList.toggle("dr-digits",e[n]))}function xe(t,e,r){let o=r?.querySelector("table"),n=[...e.node.querySelectorAll("label.dr-option")],d=l=>l.querySelector(".dr-text").textContent.trim();if(!o||E(o).map(A).join()!==n.map(d).join())return;let i=l=>l.textContent.replace(/\s+/g,""),a=[...document.querySelectorAll("table")].find(l=>l!==o&&i(l)===i(o));a&&((a.closest(".dr-wide")??a).hidden=!0),E(o).forEach((l,c)=>{l.cells[0].replaceChildren(n[c]),l.addEventListener("click",({target:p})=>p.closest("label")||n[c].click())}),e.node.classList.add("dr-tick-table"),e.node.append(r.querySelector(".dr-wide")),r.remove()}function be(t){let e=t.querySelector(".dr-body table"),o=[...t.querySelector(".dr-order").children].map(d=>d.querySelector(".dr-text"));if(!e||E(e).map(A).sort().join()!==o.map(d=>d.textContent.trim()).sort().join())return;let n=he(e);for(let d of o){let i=E(e).find(l=>A(l)===d.textContent.trim()),a=[...i.cells].slice(1).map((l,c)=>s("span.dr-cell",{},s("small",{},n[c+1])," ",s("b",{},l.textContent)));d.classList.add("dr-row-of-table"),d.replaceChildren(s("span.dr-badge",{},A(i)),...a)}(e.closest(".dr-wide")??e).remove()}function we(t){let e=Object.fromEntries([...t.querySelectorAll(".dr-body li")].map(r=>[r.querySelector(":scope > strong")?.textContent,r]));for(let r of t.querySelectorAll(".dr-group:first-of-type .dr-text")){let o=r.firstElementChild,n=e[o.textContent];if(!n)continue;let d=r.innerHTML.slice(o.outerHTML.length).trim(),i=n.innerHTML.slice(n.firstElementChild.outerHTML.length).trim(),[a,l]=i.startsWith(d)?[d,i.slice(d.length)]:[`${d}: `,i];r.replaceChildren(o," ",s("b",{html:a}),s("span.dr-told",{html:l})),n.remove()}t.querySelectorAll(".dr-body ul").forEach(r=>r.children.length||r.remove())}function J(t){t.scrollIntoView({block:"start"}),t.querySelector("legend").focus({preventScroll:!0})}var Q=(t,e)=>[...t?.querySelectorAll(`input[type=${e}]:checked`)??[]].map(r=>ke(r.closest("label").querySelector(".dr-text")));function ke(t){let e=t.cloneNode(!0);/^[A-Z]$/.test(e.firstElementChild?.textContent)&&e.firstElementChild.remove();let r=e.querySelector(".dr-told");return r?.remove(),{name:[...e.childNodes],told:r?.textContent.replace(/^[:,\s]+/,"")??""}}var ye=({name:t,told:e})=>(e||s("p",{},...t).textContent).replace(/[“”]|\((sentence \d+|on page 2)\)/g,"").trim();function X(t,e,r){let o=u=>r.get(`${e.lesson} ${u}`),n=e.slots.filter(u=>!(e.lines&&u.last)),d=n.map(u=>s(u.wide?"div.dr-slot.dr-broad":"div.dr-slot")),i=(e.lines??[]).map(u=>s("li",{html:u})),a=e.lines&&s("div",{},s("p.dr-headline",{},e.title),s("ol.dr-columns",{},...i),s("p.dr-goes-on",{},"Continued on page 2")),l=s("p.dr-stamp",{},e.stamp),c=s("section.dr-front",{ariaLabel:e.lines?"The page":"Your page as it is printed"},s("p.dr-masthead",{},s("b",{},e.head),s("span",{},e.aside)),a,s("div.dr-below",{},...d),e.lines?null:l);c.dataset.look=e.look;let p=s("p.dr-status",{role:"status"}),m=s("button.dr-primary",{type:"button",onclick:()=>F(s("div.dr-quiz",{},c.cloneNode(!0)),L,e.head)},"Print this page");t.append(c,...e.lines?[]:[s("div.dr-actions",{},m,p)]);function f(u){let{card:y,answered:$}=o(u.task)??{},[w]=Q(y,"radio"),b=Q(y,"checkbox"),g=[];return w&&u.quoted?g.push(s("p",{},u.before," ",s("q",{},ye(w)))):w&&g.push(u.before?s("p",{},u.before):null,s(u.large?"p.dr-headline":"p",{},...w.name),w.told?s("p.dr-figures",{},w.told):null),b.length&&g.push(s("p",{},u.why),s("ul",{},...b.map(T=>s("li",{},...T.name)))),g.length||g.push(s("p",{},u.empty)),$||g.push(s("button.dr-quiet",{type:"button",onclick:()=>J(o(u.task).card)},u.go)),{parts:g,answered:$,told:w?.told}}function h({figures:u}){let y=u.filter(({task:w})=>o(w)?.answered),$=({task:w,words:b})=>s("li",{},b," ",s("b",{},o(w).card.querySelector("input.dr-number").value));return{parts:y.length?[s("ul",{},...y.map($))]:[],answered:y.length>0}}function q(){let u=n.map(b=>b.figures?h(b):f(b));n.forEach((b,g)=>{d[g].hidden=b.figures&&!u[g].answered,d[g].classList.toggle("dr-set",!!u[g].answered),d[g].replaceChildren(s("p.dr-eyebrow",{},b.eyebrow),...u[g].parts.filter(Boolean));let T=b.quoted&&Number(/\(sentence (\d+)\)/.exec(u[g].told)?.[1]);b.quoted&&i.forEach((ee,te)=>ee.classList.toggle("dr-corrected",te+1===T))});let y=u.filter((b,g)=>!n[g].figures),$=y.filter(b=>!b.answered).length;c.classList.toggle("dr-complete",!$),m.hidden=$>0;let w=$?`${v(y.length-$,"decision","decisions")} of ${y.length} on the page so far.`:"Your teacher’s key judges it after the deadline; points and reasons come back with your mark.";p.textContent!==w&&(p.textContent=w)}document.addEventListener("dr-answered",q),q()}globalThis.deriskingExercise={dress:Z,printed:X};})();
